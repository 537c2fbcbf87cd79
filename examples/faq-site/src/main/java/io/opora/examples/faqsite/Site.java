package io.opora.examples.faqsite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqExchange;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.faq.FaqStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The site: what is asked for, by whom, and what is answered, over the JDK's HTTP server. */
final class Site implements AutoCloseable {

    static final int LONGEST_QUESTION = 300;
    static final int MOST_PAGES = 20;
    /** Below this an entry has a common word in common with the question and nothing else. */
    private static final double WORTH_SHOWING = 0.12;
    /** Below this the best entry is likely about something else: the question is noted as one that nothing answers. */
    static final double AN_ANSWER = 0.36;
    private static final int COMPLETIONS = 6;
    private static final int RELATED = 4;
    /** How far back the editor's page looks, in days. */
    private static final int DAYS = 30;
    private static final int REASONS = 20;
    private static final int LONGEST_ID = FaqEntry.Id.MAX_LENGTH + 1;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Faq faq;
    private final FaqSearch search;
    private final InstantSource clock;
    private final Visits visits = new Visits();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Site(Faq faq, FaqSearch search, InstantSource clock, InetSocketAddress address) throws IOException {
        this.faq = faq;
        this.search = search;
        this.clock = clock;
        faq.catchUp();
        server = HttpServer.create(address, 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it is. */
    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    /** Where its editors begin. */
    URI editorAddress() {
        return address().resolve("/editor?key=" + visits.editorKey());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    /** What is sent back. */
    private record Answer(int status, String type, String body, Map<String, String> headers) {

        static Answer page(int status, String html) {
            return new Answer(status, HTML, html, Map.of());
        }

        static Answer redirect(String to, Map<String, String> headers) {
            Map<String, String> all = new HashMap<>(headers);
            all.put("Location", to);
            return new Answer(303, HTML, "", all);
        }

        Answer with(String name, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(name, value);
            return new Answer(status, type, body, all);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "same-origin");
            headers.set("Cache-Control", answer.type().equals(HTML) ? "no-store" : "max-age=300");
            answer.headers().forEach(headers::set);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
            if (!head && body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        Texts fallback = Texts.ALL.getFirst();
        try {
            Request request = Request.of(exchange);
            fallback = Texts.of(request.path().getFirst()).orElse(Texts.preferred(request.acceptLanguage()));
            return route(request, fallback);
        } catch (NotFoundException e) {
            return Answer.page(404, new Pages(fallback).notice("missing"));
        } catch (InvalidInputException | Request.BadRequestException e) {
            return Answer.page(400, new Pages(fallback).notice("refused"));
        } catch (RuntimeException e) {
            System.err.println("A page could not be made: " + e);
            return Answer.page(500, new Pages(fallback).notice("missing"));
        }
    }

    private Answer route(Request request, Texts texts) {
        String path = String.join("/", request.path());
        boolean post = request.method().equals("POST");
        if (!post && !request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Answer.page(405, new Pages(texts).notice("missing")).with("Allow", "GET, HEAD, POST");
        }
        if (post) {
            return path.equals(texts.language() + "/vote") ? vote(request, texts) : missing(texts);
        }
        return switch (path) {
            case "" -> Answer.redirect("/" + texts.language() + "/", Map.of("Vary", "Accept-Language"));
            case "site.css" -> file("site.css", "text/css; charset=utf-8");
            case "site.js" -> file("site.js", "text/javascript; charset=utf-8");
            case "sitemap.xml" -> new Answer(200, "application/xml; charset=utf-8", siteMap(), Map.of());
            case "robots.txt" -> new Answer(200, "text/plain; charset=utf-8",
                    "User-agent: *\nDisallow: /editor\nSitemap: " + address() + "sitemap.xml\n", Map.of());
            case "editor", "editor/faq.json", "editor/faq.csv" -> editor(request, texts, path);
            default -> {
                if (path.equals(texts.language() + "/")) {
                    yield home(request, texts);
                }
                yield path.equals(texts.language() + "/entry")
                        ? entry(request, texts)
                        : path.equals(texts.language() + "/suggest") ? suggest(request, texts) : missing(texts);
            }
        };
    }

    private static Answer missing(Texts texts) {
        return Answer.page(404, new Pages(texts).notice("missing"));
    }

    private Answer home(Request request, Texts texts) {
        String asked = request.value("q", LONGEST_QUESTION).strip();
        if (asked.isEmpty()) {
            Optional<String> category = Optional.of(request.value("topic", FaqEntry.MAX_CATEGORY))
                    .filter(topic -> !topic.isBlank());
            return Answer.page(200, new Pages(texts).topics(faq.categories(Faq.Person.ANYBODY, texts.locale()),
                    faq.list(Faq.Person.ANYBODY, texts.locale(), category), category));
        }
        int page = page(request);
        FaqQuery query = FaqQuery.of(asked).locales(languages(texts)).minScore(WORTH_SHOWING).limit(Pages.HITS)
                .offset(Pages.HITS * (page - 1));
        if (page > 1) { // the question was noted with its first page
            return Answer.page(200, new Pages(texts).results(new Pages.Asked(asked, id(request, "asked")),
                    faq.search(Faq.Person.ANYBODY, query), page, true));
        }
        Faq.Questions.Answers answers = faq.questions().search(Faq.Person.ANYBODY, query, Optional.empty());
        return Answer.page(200, new Pages(texts).results(new Pages.Asked(asked, answers.asked().orElse("")),
                answers.result(), page, !answers.likely().isEmpty()));
    }

    private static int page(Request request) {
        String page = request.value("page", 3);
        return page.matches("[0-9]+") ? Math.clamp(Integer.parseInt(page), 1, MOST_PAGES) : 1;
    }

    /** The language of the page, then the others: what is not translated is better than nothing. */
    private static Locale[] languages(Texts texts) {
        return Stream.concat(Stream.of(texts), Texts.ALL.stream().filter(other -> !other.equals(texts)))
                .map(Texts::locale)
                .toArray(Locale[]::new);
    }

    private Answer suggest(Request request, Texts texts) {
        List<String> completions = faq.suggest(request.value("q", LONGEST_QUESTION), texts.locale(), COMPLETIONS);
        return new Answer(200, "application/json; charset=utf-8", JsonMapper.shared().writeValueAsString(completions),
                Map.of());
    }

    private Answer entry(Request request, Texts texts) {
        FaqEntry.Id id = id(request);
        Faq.Found found = faq.read(Faq.Person.ANYBODY, id, texts.locale());
        Pages.Asked asked = new Pages.Asked(request.value("q", LONGEST_QUESTION), id(request, "asked"));
        faq.questions().opened(asked.id(), id, found.entry().locale());
        Optional<String> known = visits.known(request.cookie("visit"));
        String visit = known.orElseGet(visits::fresh);
        Answer answer = Answer.page(200, new Pages(texts).entry(found,
                search.moreLike(id, found.entry().locale(), RELATED), asked,
                visits.token(visit), request.values().containsKey("voted")));
        return known.isPresent()
                ? answer
                : answer.with("Set-Cookie", "visit=" + visit + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
    }

    /** The id of a question; whatever else stands there is known to nobody. */
    private static String id(Request request, String name) {
        return request.value(name, FaqStore.Asked.MAX_ID);
    }

    private static FaqEntry.Id id(Request request) {
        try {
            return FaqEntry.Id.of(request.value("id", LONGEST_ID));
        } catch (InvalidInputException e) {
            throw new NotFoundException("FAQ entry", "of that name");
        }
    }

    private Answer vote(Request request, Texts texts) {
        String visit = visits.known(request.cookie("visit")).orElse("");
        if (visit.isEmpty() || !visits.isToken(visit, request.value("token", LONGEST_ID))) {
            return Answer.page(403, new Pages(texts).notice("refused"));
        }
        FaqEntry.Id id = id(request);
        Locale locale = Locale.forLanguageTag(request.value("locale", FaqEdition.Content.MAX_LOCALE));
        boolean helped = request.value("helped", 3).equals("yes");
        String asked = request.value("q", LONGEST_QUESTION);
        faq.vote(Faq.Person.visitor(visit), id, locale, helped,
                Optional.of(request.value("reason", FaqStore.Vote.MAX_REASON)).filter(text -> !text.isBlank()));
        boolean known = helped && faq.questions().solved(id(request, "asked"), id, locale);
        if (helped && !known && !asked.isBlank()) {
            // the question that led here is another phrasing of the entry from now on
            search.learn(List.of(new FaqSearch.Answered(asked, id, locale, clock.instant())));
        }
        return Answer.redirect(Pages.address(texts.language(), id) + "&voted=#vote", Map.of());
    }

    private Answer editor(Request request, Texts texts, String path) {
        String key = request.value("key", LONGEST_ID);
        if (visits.isEditor(key)) {
            return Answer.redirect("/editor", Map.of("Set-Cookie",
                    "editor=" + key + "; Path=/editor; HttpOnly; SameSite=Strict"));
        }
        if (!visits.isEditor(request.cookie("editor"))) {
            return Answer.page(403, new Pages(texts).notice("locked"));
        }
        return switch (path) {
            case "editor/faq.json" ->
                download("application/json", FaqExchange.toJson(FaqExchange.export(faq, FaqSite.EDITOR)));
            case "editor/faq.csv" -> download("text/csv", FaqExchange.toCsv(FaqExchange.export(faq, FaqSite.EDITOR)));
            default -> {
                LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
                yield Answer.page(200, new Pages(texts).editor(
                        faq.questions().report(FaqSite.EDITOR, today.minusDays(DAYS - 1), today), opinions()));
            }
        };
    }

    private static Answer download(String type, String text) {
        return new Answer(200, type + "; charset=utf-8", text,
                Map.of("Content-Disposition", "attachment", "Cache-Control", "no-store"));
    }

    private List<Pages.Opinion> opinions() {
        List<Pages.Opinion> opinions = new ArrayList<>();
        long seen = 0;
        List<FaqEdition> page = faq.editions(FaqSite.EDITOR, seen, Faq.MAX_PAGE);
        while (!page.isEmpty()) {
            for (FaqEdition edition : page) {
                var tally = faq.tally(FaqSite.EDITOR, edition.id(), edition.locale());
                if (tally.helped() + tally.failed() > 0) {
                    opinions.add(new Pages.Opinion(edition, tally,
                            faq.votes(FaqSite.EDITOR, edition.id(), edition.locale(), REASONS).stream()
                                    .flatMap(vote -> vote.reason().stream()).toList()));
                }
            }
            seen = page.getLast().revision();
            page = faq.editions(FaqSite.EDITOR, seen, Faq.MAX_PAGE);
        }
        opinions.sort(Comparator.comparingLong((Pages.Opinion opinion) -> opinion.tally().failed()).reversed());
        return opinions;
    }

    private String siteMap() {
        return FaqExchange.siteMap(faq, entry -> address().resolve(Pages.address(
                Texts.of(entry.locale().getLanguage()).orElse(Texts.ALL.getFirst()).language(), entry.id())));
    }

    private static Answer file(String name, String type) {
        try (InputStream file = Site.class.getResourceAsStream(name)) {
            return new Answer(200, type, new String(file.readAllBytes(), UTF_8), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
