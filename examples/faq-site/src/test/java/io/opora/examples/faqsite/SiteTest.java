package io.opora.examples.faqsite;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqExchange;
import io.opora.faq.FaqExchange.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the site answers to those who do not come with a browser. */
class SiteTest {

    private static final String HOSTILE = "\"'><script>alert(1)</script>&{{7*7}}${7*7}\u202E\uD83D\uDE00";
    private static final FaqSite.Running SHOP = Shop.open();

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    static void close() {
        SHOP.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(SHOP.site().address() + path))
                .timeout(Duration.ofSeconds(20));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> vote(String cookie, String form) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(SHOP.site().address() + "en/vote")).header("Cookie", cookie)
                        .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void everyPageForbidsWhatItDoesNotNeed() throws Exception {
        for (String path : List.of("en/", "ru/?q=x", "en/entry?id=returns/how", "nothing", "editor", "site.css",
                "sitemap.xml")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'none'")
                    .contains("script-src 'self'").contains("frame-ancestors 'none'").doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void noPageHasAScriptOrAStyleOfItsOwn() throws Exception {
        for (String path : List.of("en/", "en/?q=return", "en/entry?id=returns/how")) {
            String html = get(path).body();
            assertThat(html.replace("<script type=\"application/ld+json\">", "")
                    .replace("<script src=\"/site.js\" defer>", ""))
                    .doesNotContain("<script", "<style", " style=", " onclick", "javascript:");
            assertThat(html).contains("<meta name=\"viewport\"").contains("<label for=\"q\">");
        }
    }

    @Test
    void whateverIsAskedIsShownAsText() throws Exception {
        for (String path : List.of("en/?q=", "ru/?topic=", "en/entry?id=returns/how&q=")) {
            assertThat(get(path + encoded(HOSTILE)).body()).doesNotContain("<script>alert").contains("&lt;script&gt;");
        }
        assertThat(get("en/entry?id=" + encoded(HOSTILE)).statusCode()).isEqualTo(404);
        assertThat(get("en/suggest?q=" + encoded(HOSTILE)).headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
    }

    @Test
    void whateverAnEntrySaysIsHarmless() throws Exception {
        Reading reading = FaqExchange.parse("faq.json",
                """
                        {"entries": [{"id": "<b>\\"'", "locale": "en", "question": "Q <script>alert(1)</script> \\"'",
                        "answer": "A <script>alert(1)</script> [x](javascript:alert(1)) word", "category": "C <img src=x onerror=alert(1)>",
                        "phrasings": ["</script><script>alert(1)</script>"]}]}""");
        try (FaqSite.Running site = Shop.open(reading)) {
            for (String path : List.of("en/", "en/?q=word", "ru/?q=word", "en/entry?id=" + encoded("<b>\"'"))) {
                String html = client.send(HttpRequest.newBuilder(URI.create(site.site().address() + path)).build(),
                        BodyHandlers.ofString()).body();
                assertThat(html).contains("Q &lt;").doesNotContain("<script>", "<img", "=\"javascript:", "<b>");
            }
        }
    }

    @Test
    void textsOfAnyLengthAndKindAreAnsweredSoon() throws Exception {
        for (String text : List.of("a".repeat(6_000), "\u0000", "*:* OR [a TO b]", "\\", "((((",
                "\uD83D\uDE00".repeat(150), "%",
                " ", "\u202E", "a ".repeat(2_000), "\"", "~", "🧑‍🧑‍🧒", "ﷺ")) {
            long start = System.nanoTime();
            assertThat(get("en/?q=" + encoded(text)).statusCode()).isEqualTo(200);
            assertThat(get("en/suggest?q=" + encoded(text)).statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String path : List.of("x", "de/", "en/entry", "en/entry?id=", "en/entry?id=nothing", "en/vote",
                "site.css/", "../x",
                "texts_en.properties", "faq/en/returns/how.md")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(client.send(HttpRequest.newBuilder(SHOP.site().address().resolve("en/")).DELETE().build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(client.send(HttpRequest.newBuilder(SHOP.site().address().resolve("en/"))
                .method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void noOtherSiteVotesInSomebodysName() throws Exception {
        HttpResponse<String> entry = get("en/entry?id=account/name");
        String cookie = entry.headers().firstValue("Set-Cookie").orElseThrow();
        String visit = cookie.substring(0, cookie.indexOf(';'));
        Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(entry.body());
        assertThat(token.find()).isTrue();
        String form = "id=account/name&locale=en&helped=yes&token=";

        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax");
        assertThat(vote(visit, form).statusCode()).isEqualTo(403);
        assertThat(vote(visit, form + "x".repeat(43)).statusCode()).isEqualTo(403);
        assertThat(vote("visit=" + "A".repeat(22), form + token.group(1)).statusCode()).isEqualTo(403);
        assertThat(vote("a=b", form + token.group(1)).statusCode()).isEqualTo(403);
        assertThat(vote(visit, "q=" + "x".repeat(20_000)).statusCode()).isEqualTo(400);
        assertThat(vote(visit, "id=%zz").statusCode()).isEqualTo(400);
        assertThat(vote(visit, "id=nothing&locale=en&helped=yes&token=" + token.group(1)).statusCode()).isEqualTo(404);
        assertThat(vote(visit, "id=account/name&locale=xx&helped=yes&token=" + token.group(1)).statusCode())
                .isEqualTo(404);
        assertThat(vote(visit, form + token.group(1)).statusCode()).isEqualTo(303);
        assertThat(get("en/entry?id=account/name", "Cookie", visit).headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void machinesFindTheEntries() throws Exception {
        String map = get("sitemap.xml").body();
        assertThat(map.split("<loc>", -1)).hasSize(1 + SHOP.faq().editions(FaqSite.EDITOR, 0, 1_000).size());
        assertThat(map).contains("/ru/entry?id=returns%2Fhow</loc>");
        assertThat(get("robots.txt").body()).contains("Sitemap: " + SHOP.site().address() + "sitemap.xml")
                .contains("/editor");
        assertThat(get("en/entry?id=returns/how").body()).contains("\"@type\":\"FAQPage\"");
    }

    @Test
    void onlyEditorsExport() throws Exception {
        assertThat(get("editor/faq.json").statusCode()).isEqualTo(403);
        assertThat(get("editor?key=wrong").statusCode()).isEqualTo(403);
        assertThat(get("editor/faq.json", "Cookie", "editor=wrong").statusCode()).isEqualTo(403);
        String cookie = get("editor?" + SHOP.site().editorAddress().getQuery()).headers().firstValue("Set-Cookie")
                .orElseThrow();
        assertThat(cookie).contains("SameSite=Strict").contains("HttpOnly");
        String editor = cookie.substring(0, cookie.indexOf(';'));

        assertThat(FaqExchange.parse("x.json", get("editor/faq.json", "Cookie", editor).body()).entries())
                .isEqualTo(FaqExchange.export(SHOP.faq(), FaqSite.EDITOR));
        assertThat(FaqExchange.parse("x.csv", get("editor/faq.csv", "Cookie", editor).body()).entries())
                .isEqualTo(FaqExchange.export(SHOP.faq(), FaqSite.EDITOR));
        assertThat(get("editor", "Cookie", editor, "Accept-Language", "ru").body()).contains("Страница редактора");
    }

    @Test
    void theLanguageIsTheOneThatTheBrowserAsksFor() throws Exception {
        assertThat(get("", "Accept-Language", "de, ru;q=0.5, en;q=0.1").headers().firstValue("Location"))
                .contains("/ru/");
        for (String header : List.of("de", "*", "", "\"", "en;q=x", "x".repeat(5_000))) {
            assertThat(get("", "Accept-Language", header).headers().firstValue("Location")).as(header).contains("/en/");
        }
    }
}
