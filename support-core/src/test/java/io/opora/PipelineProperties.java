package io.opora;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PipelineProperties {

    @Property
    void propertiesRunBesideTests(@ForAll String text) {
        assertThat(text.concat("")).isEqualTo(text);
    }
}
