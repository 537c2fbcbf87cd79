package io.opora.faq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)([^<>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-z-]+)=\"([^\"]*)\"");
    private static final Predicate<String> HARMLESS_TAG = Pattern
            .compile(
                    "h[1-6]|p|br|hr|strong|em|b|i|s|del|ins|code|kbd|pre|su[bp]|blockquote|[uo]l|li|d[ltd]|table|caption"
                            + "|thead|tbody|t[rhd]|a|img")
            .asMatchPredicate();
    private static final Predicate<String> HARMLESS_TARGET = Pattern
            .compile("(https?:|mailto:|tel:).*|[^:]*|[^:]*[/?#].*", Pattern.DOTALL).asMatchPredicate();

    private static String html(String answer) {
        return FaqEntry.of("entry", Locale.ENGLISH, "Question", answer).html();
    }

    @Test
    void whatPeopleWriteIsRendered() {
        assertThat(html("""
                Send it **back** within *14* days:

                1. Print the [label](https://shop.example/label "The label").
                2. Call [us](tel:+4930123456), or <br> write.

                > `code` and ![a parcel](/parcel.png)
                """)).isEqualToIgnoringWhitespace(
                """
                        <p>Send it <strong>back</strong> within <em>14</em> days:</p>
                        <ol><li>Print the <a href="https://shop.example/label" title="The label" rel="noopener noreferrer">label</a>.</li>
                        <li>Call <a href="tel:&#43;4930123456" rel="noopener noreferrer">us</a>, or <br /> write.</li></ol>
                        <blockquote><p><code>code</code> and <img src="/parcel.png" alt="a parcel" /></p></blockquote>
                        """);
    }

    @Test
    void headingsStandBelowThoseOfThePageAndHaveTheIdsOfTheSectionsThatHitsName() {
        String answer = "Intro\n\n# In the *city*\nA\n\n```\n# no heading\n```\n\nSetext\n======\n\n###### Abroad #\nB\n";

        assertThat(html(answer)).contains("<h2 id=\"section-0\">In the <em>city</em></h2>")
                .contains("<h2>Setext</h2>").contains("<h6 id=\"section-1\">Abroad</h6>").doesNotContain("section-2");
        assertThat(FaqHit.Section.of(answer)).extracting(FaqHit.Section::number).containsExactly(0, 1);
    }

    @Test
    void headingsAreCountedAlikeBehindSignsThatWereMadeText() {
        String answer = "*".repeat(5_000) + "\n\n# Here\n";

        assertThat(html(answer)).contains("<h2 id=\"section-0\">Here</h2>");
    }

    @Test
    void tablesCanBeWrittenAsHtml() {
        assertThat(html("<table><tr><th>City</th><td>300</td></tr></table>"))
                .contains("<th>City</th>").contains("<td>300</td>");
    }

    @Test
    void charactersOfFourBytesAndBothDirectionsStay() {
        assertThat(html("\uD83D\uDE00 \uD801\uDC37 שלום \u2067abc\u2069")).contains("&#x1f600;").contains("&#x10437;")
                .contains("שלום").contains("\u2067abc\u2069");
    }

    @Test
    void textIsNotTurnedAroundForTheEyeAlone() {
        assertThat(html("[\u202Emoc.pohs\u202C](https://evil.example)")).doesNotContain("\u202E", "&#x202e;")
                .contains("moc.pohs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
            "&#106;avascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
            "blob:x", "\u0001javascript:alert(1)", "javascript&colon;alert(1)", "feed:javascript:alert(1)"})
    void targetsThatActAreNoTargets(String target) {
        for (String answer : List.of("[x](<" + target + ">)", "![x](<" + target + ">)", "[x]\n\n[x]: <" + target + ">",
                "<" + target + ">", "<a href=\"" + target + "\">x</a>", "<img src=\"" + target + "\">")) {
            assertHarmless(html(answer));
            assertThat(html(answer)).doesNotContain("href=\"java", "src=\"java", "=\"data:", "=\"file:");
        }
    }

    static List<String> scripts() {
        return List.of("<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
                "<img src=x onerror=alert(1)>",
                "<svg onload=alert(1)>", "<svg><script>alert&#40;1)</script>",
                "<math><mi//xlink:href=\"data:x,<script>\">",
                "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>", "<style>@import '//evil.example'</style>",
                "<p style=\"background:url(javascript:alert(1))\">x</p>", "<a href=\"/x\" onclick=\"alert(1)\">x</a>",
                "<form action=/delete><button>x</button></form>", "<input autofocus onfocus=alert(1)>",
                "<base href=//evil.example>", "<meta http-equiv=refresh content=0>",
                "<link rel=stylesheet href=//e.example>",
                "<object data=x></object><embed src=x>", "<div id=main name=main>clobber</div>",
                "<h2 id=\"cookie\">x</h2>",
                "<!--><img src=x onerror=alert(1)>-->", "<![CDATA[<script>alert(1)</script>]]>", "<?php echo 1 ?>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "<template><script>x</script></template>",
                "<textarea></textarea><script>alert(1)</script>", "<xmp><script>alert(1)</script></xmp>",
                "<plaintext>", "<a href=\"x\"\nonmouseover=\"alert(1)\">x</a>",
                "```\"><script>alert(1)</script>\nx\n```",
                "[x](/a\" onclick=\"alert(1))", "![\" onerror=\"alert(1)](x)", "[x](/a '\" onclick=alert(1)')",
                "<scr<script>ipt>alert(1)</scr</script>ipt>", "\u0001<script>alert(1)</script>",
                "`<script>alert(1)</script>`", "&lt;script&gt;alert(1)&lt;/script&gt;",
                "</p></div></body><script>x</script>",
                "<video src=x onerror=alert(1)></video>", "<audio src=x>", "<a target=_blank href=//x>x</a>",
                "<img src=\"x` `<script>alert(1)</script>\"` `>", "<a href=\"&#x6A;avascript:alert(1)\">x</a>");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void nothingThatActsIsLeft(String answer) {
        assertHarmless(html(answer));
    }

    /** Whether there is nothing but what pages may hold, and the empty comments that keep braces from being taken for templates. */
    static void assertHarmless(String html) {
        Matcher tags = TAG.matcher(html);
        while (tags.find()) {
            assertThat(tags.group(2)).as(html).matches(HARMLESS_TAG);
            Matcher attributes = ATTRIBUTE.matcher(tags.group(3));
            while (attributes.find()) {
                String name = attributes.group(1);
                assertThat(name).as(html).isIn("href", "src", "alt", "title", "id", "start", "rel");
                if (name.equals("href") || name.equals("src")) {
                    assertThat(attributes.group(2).replace("&#43;", "+").replace("&#61;", "=")).as(html)
                            .matches(HARMLESS_TARGET);
                } else if (name.equals("id")) {
                    assertThat(attributes.group(2)).matches("section-\\d+");
                }
            }
            assertThat(ATTRIBUTE.matcher(tags.group(3)).replaceAll("")).as(html).isIn("", " /");
        }
        assertThat(TAG.matcher(html.replace("<!-- -->", "")).replaceAll("")).as(html).doesNotContain("<");
    }

    /** Texts of the longest length that make parsers go deep, turn around or write much. */
    static List<String> heavy() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("quotes", ">");
        units.put("quotes with blanks", "> ");
        units.put("lists", "- ");
        units.put("numbers", "1. ");
        units.put("emphasis", "*a _b ");
        units.put("stars", "*");
        units.put("stars and letters", "**a");
        units.put("closing", "a** ");
        units.put("brackets", "[");
        units.put("closing brackets", "]");
        units.put("images", "![");
        units.put("links", "[a](");
        units.put("links and brackets", "[a](b");
        units.put("autolinks", "<http:");
        units.put("comments", "<!--");
        units.put("instructions", "<?");
        units.put("declarations", "<!A");
        units.put("character data", "<![CDATA[");
        units.put("tags", "<b>");
        units.put("paragraphs", "<p>\n");
        units.put("tables", "<table><td>");
        units.put("lists of HTML", "<ul><li>");
        units.put("attributes", "<a b='");
        units.put("entities", "&#x1F600;");
        units.put("ampersands", "&");
        units.put("backslashes", "\\");
        units.put("references", "[a]: b\n");
        units.put("open references", "[a]: <b\n");
        units.put("headings", "# ");
        units.put("heading lines", "#\n");
        units.put("fences", "```\n");
        units.put("rules", "***\n\n");
        units.put("tabs", "\t");
        units.put("lines", "\n");
        units.put("carriage returns", "\r");
        units.put("four bytes", "\uD83D\uDE00");
        units.put("overrides", "\u202E");
        units.put("joiners", "\u200D\u0301");
        units.put("quotes in quotes", "\"'");
        units.put("list lines", "- a\n  > b\n");
        List<String> texts = new ArrayList<>();
        units.values().forEach(unit -> texts.add(unit.repeat(FaqEntry.MAX_ANSWER / unit.length())));
        texts.add("[".repeat(60_000) + "a" + "](b)".repeat(30_000));
        texts.add("![".repeat(30_000) + "a" + "](b)".repeat(30_000));
        texts.add("**a ".repeat(25_000) + "b** ".repeat(25_000));
        texts.add("*a **b ".repeat(10_000) + "c** d* ".repeat(10_000));
        texts.add("[a]: <" + "x".repeat(90_000) + ">\n\n" + "[a]\n\n".repeat(20_000));
        texts.add("[a]: <" + "x".repeat(2_000) + "> '" + "y".repeat(20) + "'\n\n" + "[a]\n\n".repeat(39_000));
        texts.add("[x](https://shop.example/" + "a".repeat(190_000) + ")");
        texts.add(growing("`", " ", 620));
        texts.add(growing(" ", "- a\n", 600));
        texts.add(growing("<a ", ">", 300));
        texts.add("- a\n".repeat(100) + growing("  ", "- a\n", 400));
        texts.add("<a href=\"" + "&#106;".repeat(30_000) + "\">x</a>");
        texts.add(("*".repeat(400) + "\n\n").repeat(490));
        texts.add(("[".repeat(400) + "\n\n").repeat(490));
        return texts.stream().map(text -> text.substring(0, Math.min(text.length(), FaqEntry.MAX_ANSWER))).toList();
    }

    private static String growing(String unit, String end, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= most; i++) {
            text.append(unit.repeat(i)).append(end);
        }
        return text.toString();
    }

    @Test
    @Tag("volume")
    void nothingTakesLongOrMuchOrGoesDeep() throws InterruptedException {
        html("warm");
        for (String text : heavy()) {
            String name = text.substring(0, 12).replace('\n', ' ');
            String[] made = {""};
            long start = System.nanoTime();
            // a stack as small as those of some servers
            Thread thread = new Thread(null, () -> made[0] = html(text), "small", 512 * 1024);
            Throwable[] thrown = {null};
            thread.setUncaughtExceptionHandler((where, what) -> thrown[0] = what);
            thread.start();
            thread.join();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(thrown[0]).as(name).isNull();
            assertThat(took).as(name).isLessThan(Duration.ofSeconds(5));
            assertThat(made[0].length()).as(name).isLessThan(20 * FaqEntry.MAX_ANSWER);
        }
    }

    @Test
    void linksThatAreTooLongLeaveTheirText() {
        String target = "https://shop.example/" + "a".repeat(2_027);

        assertThat(html("[x](" + target + ")")).contains("<a href");
        assertThat(html("[x](" + target + "a)")).isEqualToIgnoringWhitespace("<p>x</p>");
        assertThat(html("![x](" + target + "a)")).isEqualToIgnoringWhitespace("<p>x</p>");
    }

    @Test
    void signsBeyondTheLimitOfABlockAreText() {
        assertThat(html("*a* ".repeat(250))).containsOnlyOnce("<p>").doesNotContain("*");
        assertThat(html("*a* ".repeat(250) + "*b* \\*c")).contains("<em>a</em> *b* *c");
        assertThat(html("*a* ".repeat(250) + "\n\n*b*")).contains("<em>b</em>");
    }

    @Test
    void whoeverLacksALibraryIsToldWhich() throws Exception {
        URL[] without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains("commonmark")).map(MarkdownTest::url).toArray(URL[]::new);

        try (URLClassLoader loader = new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
            Class<?> entry = loader.loadClass(FaqEntry.class.getName());
            Object made = entry.getMethod("of", String.class, Locale.class, String.class, String.class)
                    .invoke(null, "entry", Locale.ENGLISH, "Question", "Answer");

            assertThatExceptionOfType(InvocationTargetException.class)
                    .isThrownBy(() -> entry.getMethod("html").invoke(made)).havingCause()
                    .isInstanceOf(IllegalStateException.class)
                    .withMessageContaining("add both to the application");
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
