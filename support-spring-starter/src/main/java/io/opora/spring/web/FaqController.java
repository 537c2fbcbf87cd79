package io.opora.spring.web;

import io.opora.desk.SupportDesk;
import io.opora.faq.Faq;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.spring.CurrentActor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The FAQ for readers: entries in their language or the next one, search, completions, and what answers a request before it is sent. */
@RestController
@RequestMapping(path = "${support.web.path:/support}/faq", produces = MediaType.APPLICATION_JSON_VALUE)
final class FaqController {

    private static final int LIKELY = 3;

    private final SupportDesk desk;
    private final CurrentActor current;
    private final RateLimits questions;
    private final Languages languages;

    FaqController(SupportDesk desk, CurrentActor current, RateLimits questions, Languages languages) {
        this.desk = desk;
        this.current = current;
        this.questions = questions;
        this.languages = languages;
    }

    private Faq.Person reader(HttpServletRequest request) {
        questions.take(request.getRemoteAddr());
        return current.actor().map(SupportDesk::reader).orElse(Faq.Person.ANYBODY);
    }

    @GetMapping("/search")
    Map<String, Object> search(@RequestParam("q") String text, HttpServletRequest request,
            @RequestParam(name = "limit", defaultValue = "10") int limit,
            @RequestParam(name = "offset", defaultValue = "0") int offset,
            @RequestParam(name = "category", required = false) @Nullable String category) {
        FaqQuery query = FaqQuery.of(text).locale(languages.of(request)).limit(limit).offset(offset);
        return found(reader(request), category == null ? query : query.category(category));
    }

    /** While somebody writes: what probably answers it already. */
    @GetMapping("/likely")
    Map<String, Object> likely(@RequestParam(name = "subject", defaultValue = "") String subject,
            @RequestParam(name = "text", defaultValue = "") String text, HttpServletRequest request) {
        String asked = (subject + " " + text).strip();
        Faq.Person reader = reader(request);
        return asked.isEmpty()
                ? Map.of("hits", List.of(), "total", 0L)
                : found(reader, FaqQuery.of(asked).locale(languages.of(request)).limit(LIKELY));
    }

    private Map<String, Object> found(Faq.Person reader, FaqQuery query) {
        FaqSearch.Result result = desk.faq().search(reader, query);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("hits", result.hits().stream().map(FaqController::hit).toList());
        shown.put("total", result.total());
        Shown.put(shown, "didYouMean", result.didYouMean());
        return shown;
    }

    private static Map<String, Object> hit(FaqHit hit) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", hit.id().value());
        shown.put("locale", hit.entry().locale().toLanguageTag());
        shown.put("question", hit.entry().question());
        shown.put("score", hit.score());
        shown.put("highlights", hit.highlights().stream()
                .map(mark -> Map.of("part", mark.part().name(), "start", mark.start(), "end", mark.end())).toList());
        return shown;
    }

    @GetMapping("/suggestions")
    Map<String, Object> suggest(@RequestParam("q") String text, HttpServletRequest request,
            @RequestParam(name = "limit", defaultValue = "5") int limit) {
        reader(request);
        return Map.of("suggestions", desk.faq().suggest(text, languages.of(request), limit));
    }

    @GetMapping("/entries/{*id}")
    Map<String, Object> entry(@PathVariable("id") String id, HttpServletRequest request) {
        Faq.Found found = desk.faq().read(reader(request), FaqEntry.Id.of(id.substring(1)), languages.of(request));
        FaqEntry entry = found.entry();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", entry.id().value());
        shown.put("locale", entry.locale().toLanguageTag());
        shown.put("isFallback", found.isFallback());
        shown.put("question", entry.question());
        shown.put("answer", entry.answer()); // Markdown: to show it as HTML is up to the page
        Shown.put(shown, "category", entry.category());
        shown.put("tags", entry.tags().stream().map(tag -> tag.value()).sorted().toList());
        return shown;
    }
}
