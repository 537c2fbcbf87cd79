package io.opora.examples.faqsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VisitsTest {

    private final Visits visits = new Visits();

    @Test
    void aTokenIsThatOfItsVisitAndOfItsProcess() {
        String visit = visits.fresh();
        String token = visits.token(visit);

        assertThat(visits.isToken(visit, token)).isTrue();
        assertThat(visits.isToken(visits.fresh(), token)).isFalse();
        assertThat(visits.isToken(visit, "")).isFalse();
        assertThat(new Visits().isToken(visit, token)).isFalse();
    }

    @Test
    void aVisitIsKnownByNothingButAnId() {
        String visit = visits.fresh();

        assertThat(visits.known(visit)).contains(visit);
        for (String wrong : List.of("", "x", visit + "x", visit.substring(1), "<".repeat(22), "é".repeat(22))) {
            assertThat(visits.known(wrong)).isEmpty();
        }
        assertThat(visits.fresh()).isNotEqualTo(visit);
    }

    @Test
    void onlyItsKeyMakesAnEditor() {
        assertThat(visits.isEditor(visits.editorKey())).isTrue();
        assertThat(visits.isEditor("")).isFalse();
        assertThat(visits.isEditor(new Visits().editorKey())).isFalse();
    }
}
