package io.opora.examples.faqsite;

import static io.opora.examples.faqsite.Marked.escape;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqExchange;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqSearch;
import io.opora.faq.FaqStore;
import java.net.URLEncoder;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages in one language. Whatever others have written goes through {@link Marked#escape} or {@link FaqEntry#html()}. */
final class Pages {

    static final int HITS = 10;
    /** Rules that somebody may want to know of: the word that was found is not the one that was asked for. */
    private static final Set<FaqHit.Rule> UNDERSTOOD = EnumSet.of(FaqHit.Rule.SPELLING, FaqHit.Rule.KEYBOARD,
            FaqHit.Rule.TRANSLITERATION);

    private final Texts texts;

    Pages(Texts texts) {
        this.texts = texts;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private String at(String page) {
        return "/" + texts.language() + "/" + page;
    }

    /** Where an entry is. */
    static String address(String language, FaqEntry.Id id) {
        return "/" + language + "/entry?id=" + encoded(id.value());
    }

    private String page(String title, String body, String elsewhere) {
        String languages = Texts.ALL.stream().filter(other -> !other.equals(texts))
                .map(other -> "<a href=\"/" + other.language() + "/" + escape(elsewhere) + "\" hreflang=\""
                        + other.language()
                        + "\" lang=\"" + other.language() + "\">" + other.get("name") + "</a>")
                .collect(Collectors.joining(" "));
        return "<!DOCTYPE html>\n<html lang=\"" + texts.language() + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escape(title)
                + "</title>\n<link rel=\"stylesheet\" href=\"/site.css\">\n<script src=\"/site.js\" defer></script>\n</head>\n"
                + "<body>\n<header><a href=\"" + at("") + "\">" + texts.get("title") + "</a><nav>" + languages
                + "</nav></header>\n<main>\n" + body + "</main>\n</body>\n</html>\n";
    }

    private String box(String asked) {
        return "<form class=\"search\" action=\"" + at("") + "\" role=\"search\"><label for=\"q\">" + texts.get("ask")
                + "</label><div><input id=\"q\" name=\"q\" type=\"search\" maxlength=\"" + Site.LONGEST_QUESTION
                + "\" autocomplete=\"off\" value=\"" + escape(asked) + "\" data-suggest=\"" + at("suggest")
                + "\"><button>"
                + texts.get("search") + "</button></div><ul id=\"suggestions\" hidden></ul></form>\n";
    }

    /** The first page: all topics, or one of them. */
    String topics(List<Faq.Category> categories, List<Faq.Found> entries, Optional<String> category) {
        StringBuilder body = new StringBuilder(box(""));
        body.append("<h1>").append(category.map(Marked::escape).orElse(texts.get("categories"))).append("</h1>\n");
        category.ifPresent(one -> body.append("<p><a href=\"").append(at("")).append("\">").append(texts.get("all"))
                .append("</a></p>\n"));
        tree(body, category.map(path -> below(categories, path)).orElse(categories));
        body.append("<ul class=\"entries\">\n");
        entries.forEach(
                found -> body.append("<li>")
                        .append(link(found.entry(), escape(found.entry().question()), Asked.NOTHING, ""))
                        .append("</li>\n"));
        // topics have names of their own in each language, so that the other one begins at the top
        return page(category.orElse(texts.texts().getProperty("title")), body.append("</ul>\n").toString(), "");
    }

    private static List<Faq.Category> below(List<Faq.Category> categories, String path) {
        for (Faq.Category each : categories) {
            if (each.path().equals(path)) {
                return each.children();
            }
            if (path.startsWith(each.path() + "/")) {
                return below(each.children(), path);
            }
        }
        return List.of();
    }

    private void tree(StringBuilder body, List<Faq.Category> categories) {
        if (!categories.isEmpty()) {
            body.append("<ul class=\"topics\">\n");
            for (Faq.Category category : categories) {
                body.append("<li><a href=\"").append(at("?topic=" + encoded(category.path()))).append("\">")
                        .append(escape(category.name())).append("</a> <small>").append(category.entries())
                        .append("</small>");
                tree(body, category.children());
                body.append("</li>\n");
            }
            body.append("</ul>\n");
        }
    }

    /** What was asked, and what the question is known by; empty where nothing was. */
    record Asked(String text, String id) {

        static final Asked NOTHING = new Asked("", "");

        String query() {
            return (text.isEmpty() ? "" : "&amp;q=" + encoded(text))
                    + (id.isEmpty() ? "" : "&amp;asked=" + encoded(id));
        }
    }

    private String link(FaqEntry entry, String html, Asked asked, String fragment) {
        String query = asked.query();
        return "<a href=\"" + escape(address(texts.language(), entry.id())) + query + fragment + "\""
                + languageOf(entry) + ">"
                + html + "</a>";
    }

    private String languageOf(FaqEntry entry) {
        return entry.locale().getLanguage().equals(texts.language())
                ? ""
                : " lang=\"" + escape(entry.locale().toLanguageTag()) + "\"";
    }

    /** What a search has found. */
    String results(Asked asked, FaqSearch.Result result, int page, boolean answered) {
        StringBuilder body = new StringBuilder(box(asked.text()));
        body.append("<h1>").append(texts.get("results")).append("</h1>\n");
        result.didYouMean().ifPresent(text -> body.append("<p>").append(texts.get("mean")).append(": <a href=\"")
                .append(at("?q=" + encoded(text))).append("\">").append(escape(text)).append("</a></p>\n"));
        if (!answered) {
            body.append("<p role=\"status\">").append(texts.get("none")).append(' ')
                    .append(result.hits().isEmpty() ? "" : texts.get("perhaps")).append("</p>\n");
        }
        if (result.hits().isEmpty()) {
            body.append("<p><a href=\"").append(at("")).append("\">")
                    .append(texts.get("back")).append("</a></p>\n");
        }
        body.append("<ol class=\"hits\">\n");
        for (FaqHit hit : result.hits()) {
            String fragment = hit.section().map(section -> "#section-" + section.number()).orElse("");
            body.append("<li><h2>").append(link(hit.entry(), Marked.question(hit), asked, fragment)).append("</h2><p")
                    .append(languageOf(hit.entry())).append(">").append(Marked.excerpt(hit)).append("</p>")
                    .append(understood(hit)).append("</li>\n");
        }
        body.append("</ol>\n");
        if (result.hits().size() == HITS && page < Site.MOST_PAGES) {
            body.append("<p><a rel=\"next\" href=\"").append(at("?page=" + (page + 1) + asked.query()))
                    .append("\">").append(texts.get("more")).append("</a></p>\n");
        }
        return page(asked.text(), body.toString(), "?q=" + encoded(asked.text()));
    }

    private String understood(FaqHit hit) {
        String words = hit.because().stream().filter(because -> UNDERSTOOD.contains(because.rule()))
                .map(because -> escape(because.asked()) + " " + texts.get("understood") + " <i>"
                        + escape(because.found())
                        + "</i>")
                .distinct().collect(Collectors.joining(", "));
        return words.isEmpty() ? "" : "<p><small>" + words + "</small></p>";
    }

    /** An entry with what it may be voted with. */
    String entry(Faq.Found found, List<FaqHit> related, Asked asked, String token, boolean voted) {
        FaqEntry entry = found.entry();
        StringBuilder body = new StringBuilder(box(asked.text()));
        entry.category()
                .ifPresent(path -> body.append("<p><a href=\"").append(at("?topic=" + encoded(path))).append("\">")
                        .append(escape(path.replace("/", " / "))).append("</a></p>\n"));
        if (found.isFallback()) {
            body.append("<p class=\"note\">").append(texts.get("fallback")).append("</p>\n");
        }
        body.append("<article").append(languageOf(entry)).append("><h1>").append(escape(entry.question()))
                .append("</h1>\n")
                .append(entry.html()).append("</article>\n");
        if (voted) {
            body.append("<p class=\"note\" role=\"status\">").append(texts.get("thanks")).append("</p>\n");
        }
        body.append("<form class=\"vote\" method=\"post\" action=\"").append(at("vote"))
                .append("\"><h2 id=\"vote\">").append(texts.get("helped")).append("</h2>")
                .append(hidden("id", entry.id().value())).append(hidden("locale", entry.locale().toLanguageTag()))
                .append(hidden("q", asked.text())).append(hidden("asked", asked.id())).append(hidden("token", token))
                .append("<label for=\"reason\">")
                .append(texts.get("reason"))
                .append("</label><textarea id=\"reason\" name=\"reason\" rows=\"2\" maxlength=\"")
                .append(FaqStore.Vote.MAX_REASON).append("\"></textarea><button name=\"helped\" value=\"yes\">")
                .append(texts.get("yes")).append("</button><button name=\"helped\" value=\"no\">")
                .append(texts.get("no"))
                .append("</button></form>\n");
        if (!related.isEmpty()) {
            body.append("<h2>").append(texts.get("related")).append("</h2>\n<ul class=\"entries\">\n");
            related.forEach(hit -> body.append("<li>")
                    .append(link(hit.entry(), escape(hit.entry().question()), Asked.NOTHING, "")).append("</li>\n"));
            body.append("</ul>\n");
        }
        body.append("<script type=\"application/ld+json\">").append(FaqExchange.jsonLd(List.of(entry)))
                .append("</script>\n");
        return page(entry.question(), body.toString(), "entry?id=" + encoded(entry.id().value()));
    }

    private static String hidden(String name, String value) {
        return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + escape(value) + "\">";
    }

    /** A page that says one thing. */
    String notice(String key) {
        return page(texts.texts().getProperty(key),
                "<p role=\"alert\">" + texts.get(key) + "</p>\n<p><a href=\"" + at("")
                        + "\">" + texts.get("back") + "</a></p>\n",
                "");
    }

    /** An entry and what is said of it. */
    record Opinion(FaqEdition edition, FaqStore.Tally tally, List<String> reasons) {}

    /** What editors look at: how much is asked, what nothing answers, which entries are in doubt, and what readers say. */
    String editor(Faq.Questions.Report report, List<Opinion> opinions) {
        StringBuilder body = new StringBuilder("<h1>").append(texts.get("editor")).append("</h1>\n<p>")
                .append(report.from()).append(" – ").append(report.until()).append("</p>\n");
        section(body, "figures", "figures-none", List.of("language", "searches", "without-result", "without-click"),
                report.locales().entrySet().stream().map(each -> List.of(escape(each.getKey().toLanguageTag()),
                        Long.toString(each.getValue().searches()), Long.toString(each.getValue().withoutResult()),
                        Long.toString(each.getValue().withoutClick()))).toList());
        section(body, "gaps", "gaps-none", List.of("question", "language", "times"), report.topics().stream()
                .map(topic -> List.of(topic.examples().stream().map(Marked::escape).collect(Collectors.joining("<br>")),
                        escape(topic.locale().toLanguageTag()), Long.toString(topic.questions())))
                .toList());
        section(body, "doubts", "doubts-none", List.of("question", "language", "doubt", "opened", "no"),
                report.doubtful().stream().map(use -> List.of(escape(use.entry().value()),
                        escape(use.locale().toLanguageTag()),
                        use.doubt().map(doubt -> texts.get(doubt.name().toLowerCase(Locale.ROOT))).orElse(""),
                        Long.toString(use.opened()), Long.toString(use.failed()))).toList());
        body.append("<h2>").append(texts.get("votes")).append("</h2>\n");
        if (opinions.isEmpty()) {
            body.append("<p>").append(texts.get("votes-none")).append("</p>\n");
        } else {
            body.append("<table id=\"votes\"><thead><tr><th>").append(texts.get("question")).append("</th><th>")
                    .append(texts.get("language")).append("</th><th>").append(texts.get("yes")).append("</th><th>")
                    .append(texts.get("no")).append("</th><th>").append(texts.get("reasons"))
                    .append("</th></tr></thead><tbody>\n");
            for (Opinion opinion : opinions) {
                FaqEntry entry = opinion.edition().content().entry();
                body.append("<tr><td>").append(link(entry, escape(entry.question()), Asked.NOTHING, ""))
                        .append("</td><td>")
                        .append(escape(entry.locale().toLanguageTag())).append("</td><td>")
                        .append(opinion.tally().helped())
                        .append("</td><td>").append(opinion.tally().failed()).append("</td><td>")
                        .append(opinion.reasons().stream().map(Marked::escape).collect(Collectors.joining("<br>")))
                        .append("</td></tr>\n");
            }
            body.append("</tbody></table>\n");
        }
        return page(texts.texts().getProperty("editor"), body.append("<p>").append(texts.get("export"))
                .append(": <a href=\"/editor/faq.json\">JSON</a>, <a href=\"/editor/faq.csv\">CSV</a></p>\n")
                .toString(), "");
    }

    /** A table of HTML under a heading, or a sentence that there is nothing. */
    private void section(StringBuilder body, String name, String nothing, List<String> columns,
            List<List<String>> rows) {
        body.append("<h2>").append(texts.get(name)).append("</h2>\n");
        if (rows.isEmpty()) {
            body.append("<p>").append(texts.get(nothing)).append("</p>\n");
            return;
        }
        body.append("<table id=\"").append(name).append("\"><thead><tr>");
        columns.forEach(column -> body.append("<th>").append(texts.get(column)).append("</th>"));
        body.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            body.append("<tr>");
            row.forEach(cell -> body.append("<td>").append(cell).append("</td>"));
            body.append("</tr>\n");
        }
        body.append("</tbody></table>\n");
    }
}
