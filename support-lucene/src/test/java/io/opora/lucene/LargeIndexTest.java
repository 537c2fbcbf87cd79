package io.opora.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An index of so many entries that pieces of words are only looked for among the best of what the words find. */
class LargeIndexTest {

    private static final int OTHERS = 3_000;
    private static final LuceneFaqSearch SEARCH = LuceneFaqSearch.inMemory();

    @BeforeAll
    static void fill() {
        List<FaqEntry> entries = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            entries.add(FaqEntry.of("other" + i, Locale.ENGLISH, "Where is part " + i + " of the printer?",
                    "Behind door " + i % 40 + (i % 3 == 0 ? ", beside the lamp." : ".")));
        }
        entries.add(
                FaqEntry.of("wireless", Locale.ENGLISH, "How does the printer connect without a cable?", "By radio."));
        entries.add(FaqEntry.of("gluing", Locale.ENGLISH, "May broken handles be glued?", "Yes, with glue for wood."));
        SEARCH.index(entries);
    }

    @AfterAll
    static void close() {
        SEARCH.close();
    }

    private static FaqQuery query(String text) {
        return FaqQuery.of(text).locale(Locale.ENGLISH);
    }

    private static String first(String text) {
        return SEARCH.search(query(text)).getFirst().id().toString();
    }

    @Test
    void whatResemblesAWordIsFoundIfTheWordsFindLittle() {
        assertThat(first("gluey handle")).isEqualTo("gluing");
        assertThat(first("brokken handels")).isEqualTo("gluing");
    }

    @Test
    void amongManyThatHoldAWordWhatResemblesAnotherDecides() {
        assertThat(first("printer connector wireless")).isEqualTo("wireless");
    }

    @Test
    void aMisspeltWordIsFoundAmongMany() {
        assertThat(first("printer witout a cabel")).isEqualTo("wireless");
    }

    @Test
    void aNumberIsFoundAmongMany() {
        assertThat(first("where is part 1234 of the printer")).isEqualTo("other1234");
    }

    @Test
    void pagesFollowEachOther() {
        Set<FaqEntry.Id> seen = new HashSet<>();
        List<FaqEntry.Id> byTens = new ArrayList<>();
        double before = 1;
        for (int page = 0; page < 30; page++) {
            for (FaqHit hit : SEARCH.search(query("part of the printer").offset(page * 10).limit(10))) {
                assertThat(seen.add(hit.id())).as("%s is on one page", hit.id()).isTrue();
                assertThat(hit.score()).isLessThanOrEqualTo(before);
                before = hit.score();
                byTens.add(hit.id());
            }
        }
        List<FaqEntry.Id> byFifties = new ArrayList<>();
        for (int page = 0; page < 6; page++) {
            SEARCH.search(query("part of the printer").offset(page * 50).limit(50))
                    .forEach(hit -> byFifties.add(hit.id()));
        }
        assertThat(byTens).hasSize(300).isEqualTo(byFifties);
    }

    @Test
    void asManyAreCountedAsHoldAWord() {
        FaqSearch.Result result = SEARCH.find(query("lamp door").withFacets());

        assertThat(result.total()).isGreaterThanOrEqualTo(1_000);
        assertThat(result.facets().locales()).containsExactly(Map.entry(Locale.ENGLISH, OTHERS));
    }
}
