package io.opora.faq;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqExchange.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FaqTextProperties {

    private static final List<String> PIECES = List.of("a", "ё", " ", "  ", "\n", "\r\n", "\t", "---", "---\n", "- ",
            "# ", "#", ":", ": ",
            "'", "\"", "\\", "\\n", "[", "]", "(", ")", ",", ";", "{", "}", "|", ">", "<", "&", "=", "+", "@", "*", "_",
            "`", "```\n", "!",
            "~", "%", "?", "1", "1. ", "true", "null", "\u2028", "\u0085", "\uFEFF", "\u202E", "\uD83D\uDE00", "\u0001",
            "<script>", "</script>", "<img src=x onerror=alert(1)>", "<a href=\"", "javascript:", "data:", "](", "![",
            "<!--", "-->",
            "<![CDATA[", "]]>", "<style>", "<svg ", "onload=", " style=", "&#x3c;", "&lt;", "&colon;", "//e.example",
            "https://e.example",
            "<p id=x>", "<h2 id=section-1>", "<table>", "<td>", "</td>", "{{", "${");

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> questions() {
        return texts().filter(text -> !text.isBlank());
    }

    @Provide
    Arbitrary<Content> contents() {
        return Combinators.combine(questions(), texts(), questions().list().ofMaxSize(3))
                .as((question, answer, phrasings) -> Content
                        .of(FaqEntry.builder(FaqEntry.Id.of("entry"), Locale.ENGLISH, question, answer)
                                .phrasings(phrasings).build())
                        .from(Instant.EPOCH));
    }

    @Property(seed = "20261127", tries = 3_000)
    void whatIsWrittenAndReadAgainIsTheSame(@ForAll("contents") Content content) {
        for (Reading reading : List.of(FaqExchange.parse("x.md", FaqExchange.toMarkdown(content)),
                FaqExchange.parse("x.json", FaqExchange.toJson(List.of(content))),
                FaqExchange.parse("x.csv", FaqExchange.toCsv(List.of(content))))) {
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.entries()).containsExactly(content);
        }
    }

    @Property(seed = "20261128", tries = 3_000)
    void whateverIsReadIsReadOrRefused(@ForAll("texts") String text) {
        for (String name : List.of("x.md", "x.json", "x.csv")) {
            for (String each : List.of(text, "---\n" + text, "---\nquestion: " + text + "\n---\n",
                    "{\"entries\": [" + text,
                    "id,locale,question\n" + text)) {
                assertThat(FaqExchange.parse(name, each)).isNotNull();
            }
        }
    }

    @Property(seed = "20261129", tries = 5_000)
    void whateverIsRenderedDoesNothing(@ForAll("texts") String text) {
        MarkdownTest.assertHarmless(FaqEntry.of("entry", Locale.ENGLISH, "Question", text).html());
    }
}
