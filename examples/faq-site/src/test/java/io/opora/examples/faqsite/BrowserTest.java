package io.opora.examples.faqsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A walk through the pages with a browser, with scripts and without. */
class BrowserTest {

    private final FaqSite.Running shop = Shop.open();

    @AfterEach
    void close() {
        shop.close();
    }

    private WebClient browser(boolean scripts, String language) {
        BrowserVersion version = new BrowserVersion.BrowserVersionBuilder(BrowserVersion.FIREFOX)
                .setAcceptLanguageHeader(language).build();
        WebClient browser = new WebClient(version);
        browser.getOptions().setJavaScriptEnabled(scripts);
        browser.getOptions().setFetchPolyfillEnabled(scripts);
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return browser;
    }

    private HtmlPage page(WebClient browser, String path) throws IOException {
        return browser.getPage(shop.site().address() + path);
    }

    private static HtmlPage ask(HtmlPage page, String question) throws IOException {
        page.<HtmlElement>getElementByName("q").type(question);
        return ((DomElement) page.querySelector("form.search button")).click();
    }

    private static List<String> texts(HtmlPage page, String selector) {
        return page.querySelectorAll(selector).stream().map(DomNode::getTextContent).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void somebodyFindsTheAnswerAndSaysThatItHelped(boolean scripts) throws IOException {
        try (WebClient browser = browser(scripts, "en-US,en;q=0.8")) {
            HtmlPage home = page(browser, "");
            assertThat(home.getUrl().getPath()).isEqualTo("/en/");
            assertThat(home.getDocumentElement().getAttribute("lang")).isEqualTo("en");
            assertThat(texts(home, ".topics > li > a")).contains("Delivery", "Payment", "Returns", "Account",
                    "Products");

            HtmlPage results = ask(home, "refnd mony");
            assertThat(texts(results, ".hits mark")).isNotEmpty();
            assertThat(texts(results, ".hits small")).anyMatch(text -> text.startsWith("refnd understood as"));
            HtmlPage entry = results.<HtmlAnchor>querySelector(".hits a").click();
            assertThat(entry.getUrl().getQuery()).startsWith("id=returns%2Frefund");
            assertThat(texts(entry, "article p").getFirst()).isNotBlank();
            assertThat(texts(entry, ".entries a")).isNotEmpty();

            HtmlPage voted = ((DomElement) entry.querySelector("button[value=yes]")).click();
            assertThat(texts(voted, "[role=status]").getFirst()).startsWith("Thank you");
            assertThat(voted.getUrl().getPath()).isEqualTo("/en/entry");
        }
        assertThat(tally("returns/refund")).isEqualTo(1);
    }

    private long tally(String prefix) {
        return shop.faq().editions(FaqSite.EDITOR, 0, 1_000).stream()
                .filter(edition -> edition.id().value().startsWith(prefix))
                .mapToLong(edition -> shop.faq().tally(FaqSite.EDITOR, edition.id(), edition.locale()).helped()).sum();
    }

    @Test
    void aVoteIsChangedByVotingAgain() throws IOException {
        try (WebClient browser = browser(false, "en")) {
            HtmlPage entry = page(browser, "en/entry?id=returns%2Fhow");
            HtmlPage voted = ((DomElement) entry.querySelector("button[value=yes]")).click();
            ((HtmlTextArea) voted.getElementById("reason")).setText("And without a printer?");
            ((DomElement) voted.querySelector("button[value=no]")).click();

            HtmlPage editor = browser.getPage(shop.site().editorAddress().toURL());
            assertThat(editor.getUrl().getQuery()).isNull();
            assertThat(texts(editor, "#votes tbody td")).containsExactly("How do I return something?", "en", "0", "1",
                    "And without a printer?");
        }
    }

    @Test
    void somebodyWhoTypesInTheWrongLayoutFindsItInRussianToo() throws IOException {
        try (WebClient browser = browser(false, "ru-RU,ru;q=0.9,en;q=0.5")) {
            HtmlPage home = page(browser, "");
            assertThat(home.getUrl().getPath()).isEqualTo("/ru/");
            HtmlPage results = ask(home, "rjulf dthyen ltymub");
            HtmlPage entry = results.<HtmlAnchor>querySelector(".hits a").click();
            assertThat(entry.querySelector("h1").getTextContent()).isEqualTo("Когда вернут деньги?");

            HtmlPage english = entry.<HtmlAnchor>querySelector("header nav a").click();
            assertThat(english.querySelector("h1").getTextContent()).isEqualTo("When do I get my money back?");
        }
    }

    @Test
    void aHitOpensAtTheSectionThatAnswers() throws IOException {
        try (WebClient browser = browser(false, "en")) {
            HtmlPage results = ask(page(browser, "en/"), "furniture entrance price");
            HtmlAnchor hit = results.querySelectorAll(".hits a").stream().map(HtmlAnchor.class::cast)
                    .filter(link -> link.getHrefAttribute().contains("delivery%2Fcost")).findFirst().orElseThrow();
            assertThat(hit.getHrefAttribute()).endsWith("#section-1");
            HtmlPage entry = hit.click();
            assertThat(entry.getElementById("section-1").getTextContent()).isEqualTo("Bulky goods");
        }
    }

    @Test
    void topicsLeadToTheirEntries() throws IOException {
        try (WebClient browser = browser(false, "en")) {
            HtmlPage delivery = page(browser, "en/").getAnchorByText("Delivery").click();
            assertThat(texts(delivery, ".topics a")).containsExactly("Pickup points", "Prices");
            assertThat(texts(delivery, ".entries a")).contains("How do I track my parcel?")
                    .doesNotContain("How can I pay?");
            HtmlPage prices = delivery.getAnchorByText("Prices").click();
            assertThat(texts(prices, ".entries a")).containsExactly("How much does delivery cost?");
        }
    }

    @Test
    void questionsAreCompletedWhileSomebodyTypes() throws IOException {
        try (WebClient browser = browser(true, "en")) {
            HtmlPage home = page(browser, "en/");
            HtmlElement list = (HtmlElement) home.getElementById("suggestions");
            assertThat(list.hasAttribute("hidden")).isTrue();
            home.<HtmlElement>getElementByName("q").type("how do i pa");
            browser.waitForBackgroundJavaScript(5_000);
            assertThat(texts(home, "#suggestions a")).contains("How can I pay?").hasSizeLessThanOrEqualTo(6);
            assertThat(list.hasAttribute("hidden")).isFalse();
            HtmlPage results = home.<HtmlAnchor>querySelector("#suggestions a").click();
            assertThat(texts(results, ".hits a")).isNotEmpty();
        }
    }

    @Test
    void editorsSeeWhatNobodyFoundWithoutWhoAsked() throws IOException {
        try (WebClient browser = browser(false, "en")) {
            HtmlPage nothing = ask(page(browser, "en/"), "zxcvb qwrtp maria@shop.example 4276 1600 1234 5678");
            assertThat(texts(nothing, "[role=status]").getFirst()).startsWith("Nothing answers this yet");
            ask(page(browser, "en/"), "ZXCVB   qwrtp maria@shop.example 4276160012345678");

            HtmlPage locked = page(browser, "editor");
            assertThat(locked.getWebResponse().getStatusCode()).isEqualTo(403);
            HtmlPage editor = browser.getPage(shop.site().editorAddress().toURL());
            assertThat(texts(editor, "#gaps tbody td")).containsExactly("zxcvb qwrtp …", "en", "2");
            assertThat(texts(editor, "#figures tbody td")).containsExactly("en", "2", "2", "0");
            assertThat(texts(editor, "#doubts tbody td")).isEmpty();
        }
    }

    @Test
    void editorsSeeWhatWasOpenedAndWhichEntriesDoNotHelp() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (WebClient browser = browser(false, "en")) {
                HtmlPage entry = ask(page(browser, "en/"), "when do i get my money back")
                        .<HtmlAnchor>querySelector(".hits a").click();
                ((DomElement) entry.querySelector("button[value=no]")).click();
            }
        }
        try (WebClient browser = browser(false, "en")) {
            ask(page(browser, "en/"), "when do i get my money back");
            HtmlPage editor = browser.getPage(shop.site().editorAddress().toURL());
            assertThat(texts(editor, "#figures tbody td")).containsExactly("en", "4", "0", "1");
            assertThat(texts(editor, "#doubts tbody td")).containsExactly("returns/refund-time", "en",
                    "More readers say no than it helped", "3", "3");
        }
    }

    @Test
    void whatSomebodySaysHelpedIsKnownToHaveAnsweredTheirQuestion() throws IOException {
        try (WebClient browser = browser(false, "en")) {
            HtmlPage entry = ask(page(browser, "en/"), "when do i get my money back")
                    .<HtmlAnchor>querySelector(".hits a").click();
            ((DomElement) entry.querySelector("button[value=yes]")).click();

            LocalDate day = LocalDate.of(2026, 3, 2);
            assertThat(shop.faq().questions().report(FaqSite.EDITOR, day, day).entries())
                    .filteredOn(use -> use.answered() > 0).singleElement()
                    .satisfies(use -> assertThat(use.entry().value()).isEqualTo("returns/refund-time"));
        }
    }

    @Test
    void whatHelpedIsFoundByTheWordsOfWhoeverItHelped() throws IOException {
        try (WebClient browser = browser(false, "en")) {
            HtmlPage entry = page(browser, "en/entry?id=products%2Frecycle&q=gribbleflax");
            ((DomElement) entry.querySelector("button[value=yes]")).click();

            assertThat(texts(ask(page(browser, "en/"), "gribbleflax"), ".hits h2"))
                    .containsExactly("Do you take old appliances?");
        }
    }
}
