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
                found -> body.append("<li>").append(link(found.entry(), escape(found.entry().question()), "", ""))
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

    private String link(FaqEntry entry, String html, String asked, String fragment) {
        String query = asked.isEmpty() ? "" : "&amp;q=" + encoded(asked);
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
    String results(String asked, FaqSearch.Result result, int page, boolean answered) {
        StringBuilder body = new StringBuilder(box(asked));
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
            body.append("<p><a rel=\"next\" href=\"").append(at("?q=" + encoded(asked) + "&amp;page=" + (page + 1)))
                    .append("\">").append(texts.get("more")).append("</a></p>\n");
        }
        return page(asked, body.toString(), "?q=" + encoded(asked));
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
    String entry(Faq.Found found, List<FaqHit> related, String asked, String token, boolean voted) {
        FaqEntry entry = found.entry();
        StringBuilder body = new StringBuilder(box(asked));
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
                .append(hidden("q", asked)).append(hidden("token", token)).append("<label for=\"reason\">")
                .append(texts.get("reason"))
                .append("</label><textarea id=\"reason\" name=\"reason\" rows=\"2\" maxlength=\"")
                .append(FaqStore.Vote.MAX_REASON).append("\"></textarea><button name=\"helped\" value=\"yes\">")
                .append(texts.get("yes")).append("</button><button name=\"helped\" value=\"no\">")
                .append(texts.get("no"))
                .append("</button></form>\n");
        if (!related.isEmpty()) {
            body.append("<h2>").append(texts.get("related")).append("</h2>\n<ul class=\"entries\">\n");
            related.forEach(hit -> body.append("<li>")
                    .append(link(hit.entry(), escape(hit.entry().question()), "", "")).append("</li>\n"));
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

    /** What editors look at: what nobody found, and what did not help. */
    String editor(List<Gaps.Gap> gaps, List<Opinion> opinions) {
        StringBuilder body = new StringBuilder("<h1>").append(texts.get("editor")).append("</h1>\n<h2>")
                .append(texts.get("gaps")).append("</h2>\n");
        if (gaps.isEmpty()) {
            body.append("<p>").append(texts.get("gaps-none")).append("</p>\n");
        } else {
            body.append("<table id=\"gaps\"><thead><tr><th>").append(texts.get("question")).append("</th><th>")
                    .append(texts.get("language")).append("</th><th>").append(texts.get("times"))
                    .append("</th></tr></thead><tbody>\n");
            gaps.forEach(gap -> body.append("<tr><td>").append(escape(gap.question())).append("</td><td>")
                    .append(gap.language()).append("</td><td>").append(gap.count()).append("</td></tr>\n"));
            body.append("</tbody></table>\n");
        }
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
                body.append("<tr><td>").append(link(entry, escape(entry.question()), "", "")).append("</td><td>")
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
}
