package io.opora;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipelineTest {

    @Test
    void testsRunOnTheJdkThatTheToolchainChose() {
        assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
    }
}
