package io.opora.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Texts that break searches: syntax, depth, length, halves of characters, scripts without blanks, noise. The same in every run. */
final class HostileTexts {

    private static final int NOISE = 60;

    private HostileTexts() {}

    /** {@return more than a hundred of them} */
    static List<String> all() {
        List<String> texts = new ArrayList<>(List.of("", " ", "\n\t\r", "\u0000", "a\u0000b", "\uD800", "\uDC00x",
                "x\uD83D", "\uFFFE\uFFFF", "(".repeat(100_000), ")".repeat(5_000), "[".repeat(50_000),
                "{\"query\":".repeat(5_000), "\"".repeat(5_000), "\\".repeat(5_000), "a AND (b OR", "title:*", "*",
                "?", "~", "a~2", "a~0.99999", "/(a+)+$/", "[a TO b]", "{* TO *}", "\\", "a\\", "a^1000000000",
                "_exists_:question", "{\"match_all\":{}}", "\"}}],\"script\":{\"source\":\"1\"}}",
                "как ".repeat(100_000),
                "а".repeat(1_000_000), "+-&&||!(){}[]^\"~*?:\\/", "'; DROP TABLE faq; --", "<script>alert(1)</script>",
                "{{7*7}}${7*7}#{7*7}", "%00%n%s%x", "../../../etc/passwd", "é".repeat(3_000), "e\u0301".repeat(3_000),
                "\u0301".repeat(3_000), "中文怎么退款", "中".repeat(3_000), "ภาษาไทย", "ภ".repeat(3_000), "한국어 환불",
                "العربية", "🙂".repeat(2_000), "👨‍👩‍👧‍👦".repeat(300), "a'b'c'd'".repeat(500), "c++".repeat(1_000),
                "a.b.c.".repeat(600), "a-".repeat(1_000), "\u202Eabc", "\u200B".repeat(2_000), "ﬁﬂ ＡＢＣ ²³½",
                "İstanbul ISPARTA ıi", "ß".repeat(2_000), "1".repeat(2_000), "-0 NaN 1e999 0x7f", "null", "true",
                "🇷🇺🇬🇧", "x".repeat(1_999) + "🙂"));
        Random random = new Random(5);
        for (int i = 0; i < NOISE; i++) {
            texts.add(characters(random, 300, i % 2 == 0 ? 0x10000 : 0x500));
        }
        texts.add(IntStream.range(0, 2_000).mapToObj(i -> words(random)).reduce("", String::concat));
        return List.copyOf(texts);
    }

    private static String characters(Random random, int length, int below) {
        return random.ints(length, 0, below)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static String words(Random random) {
        return (char) ('a' + random.nextInt(26)) + characters(random, 2, 0x80).strip() + " ";
    }
}
