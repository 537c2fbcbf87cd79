package io.opora.reply;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.opora.Findings;
import io.opora.Spelling;
import io.opora.reply.ReplyTemplate.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a template: variables and sections and nothing else of Mustache. What is wrong with it is found here, each thing with
 * its line and column; what is right is filled in by jmustache, which sees a map of texts and flags and never looks into an object.
 */
final class TemplateText {

    static final int MAX_TAGS = 500;
    static final int MAX_DEPTH = 8;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Pattern DOUBLED = Pattern.compile("([{}])(?=\\1)");
    private static final Pattern ENCODED_WORD = Pattern.compile("=(?=\\?)");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    /** Where a text goes to, and how values are made harmless there. */
    enum Target {
        TEXT, HTML, SUBJECT
    }

    /** What a tag does. */
    private enum Kind {
        VALUE, SECTION, INVERTED, END, COMMENT
    }

    /** A tag and where it stands. */
    record Tag(Kind kind, String name, int from, int to) {

        boolean shows() {
            return kind == Kind.VALUE;
        }

        boolean opens() {
            return kind == Kind.SECTION || kind == Kind.INVERTED;
        }

        boolean closes() {
            return kind == Kind.END;
        }
    }

    private final String text;
    private final Target target;
    private final Map<String, Variable> variables;
    private final String path;
    private final Findings findings;
    private final List<Tag> tags = new ArrayList<>();
    private boolean whole = true;

    private TemplateText(String text, Target target, Map<String, Variable> variables, String path, Findings findings) {
        this.text = text;
        this.target = target;
        this.variables = variables;
        this.path = path;
        this.findings = findings;
    }

    /** Reports everything that is wrong with a text. */
    static void check(String text, Target target, Map<String, Variable> variables, String path, Findings findings) {
        TemplateText checked = new TemplateText(text, target, variables, path, findings);
        checked.scan();
        if (checked.tags.size() > MAX_TAGS) {
            findings.add(path, "too-many", "a text has at most " + MAX_TAGS + " tags, not " + checked.tags.size());
            return;
        }
        checked.checkSections();
        if (target == Target.HTML) {
            new TemplateHtml(text, checked.tags, variables, checked::wrong).check();
        }
        checked.checkWithTheLibrary();
    }

    /** The names of variables in a text that was checked, those of sections too. */
    static Set<String> names(String text) {
        TemplateText scanned = new TemplateText(text, Target.TEXT, Map.of(), "", new Findings());
        scanned.scan();
        Set<String> names = new LinkedHashSet<>();
        scanned.tags.stream().filter(tag -> tag.kind() != Kind.COMMENT).forEach(tag -> names.add(tag.name()));
        return names;
    }

    /** A text that was checked, without its tags: what it says whatever the values are. */
    static String plain(String text) {
        TemplateText scanned = new TemplateText(text, Target.TEXT, Map.of(), "", new Findings());
        scanned.scan();
        StringBuilder plain = new StringBuilder();
        int at = 0;
        for (Tag tag : scanned.tags) {
            plain.append(text, at, tag.from()).append(' ');
            at = tag.to();
        }
        return plain.append(text, at, text.length()).toString();
    }

    private void scan() {
        int at = 0;
        while (at < text.length() && !findings.full()) {
            char c = text.charAt(at);
            if (text.startsWith(OPEN, at)) {
                at = tag(at);
            } else {
                if (c == '{' || c == '}') {
                    wrong(at, "brace", "a single '" + c + "' is sent as it stands: write a variable as {{name}}; "
                            + "a brace that is meant comes from a variable with a default");
                }
                at++;
            }
        }
    }

    private int tag(int from) {
        if (text.startsWith("{{{", from)) {
            wrong(from, "unescaped", "{{{...}}} is not escaped: write {{...}}");
            int end = text.indexOf("}}}", from);
            return end < 0 ? text.length() : end + 3;
        }
        int close = text.indexOf(CLOSE, from);
        int next = text.indexOf(OPEN, from + 2);
        if (close < 0 || (next >= 0 && next < close)) {
            wrong(from, "tag-open", "this tag is not closed by }}");
            return from + 2;
        }
        int to = close + CLOSE.length();
        String inside = text.substring(from + OPEN.length(), close).strip();
        char sigil = inside.isEmpty() ? ' ' : inside.charAt(0);
        switch (sigil) {
            case '#' -> add(Kind.SECTION, inside.substring(1), from, to);
            case '^' -> add(Kind.INVERTED, inside.substring(1), from, to);
            case '/' -> add(Kind.END, inside.substring(1), from, to);
            case '!' -> {
                if (inside.indexOf('{') >= 0 || inside.indexOf('}') >= 0) {
                    wrong(from, "brace", "a remark holds no braces");
                }
                tags.add(new Tag(Kind.COMMENT, "", from, to));
            }
            case '&' -> wrong(from, "unescaped", "{{&...}} is not escaped: write {{...}}");
            case '>', '<', '$' ->
                wrong(from, "partial", "{{" + sigil + "...}} would take in another template: there are none");
            case '=' -> wrong(from, "delimiters", "{{=...=}} would change what a tag looks like: it stays {{...}}");
            default -> add(Kind.VALUE, inside, from, to);
        }
        return to;
    }

    private void add(Kind kind, String written, int from, int to) {
        String name = written.strip();
        if (!TemplateCheck.isVariableName(name)) {
            wrong(from, "variable-name", Spelling.malformed("name of a variable", name)
                    + "; or two such names joined by a dot");
            // still counted as a section, or its end would be reported too
        }
        tags.add(new Tag(kind, name, from, to));
    }

    private void checkSections() {
        Deque<Tag> open = new ArrayDeque<>();
        for (Tag tag : tags) {
            if (tag.kind() == Kind.COMMENT) {
                continue;
            }
            if (tag.closes()) {
                close(tag, open);
                continue;
            }
            Variable variable = variables.get(tag.name());
            if (variable == null) {
                if (TemplateCheck.isVariableName(tag.name())) {
                    wrong(tag.from(), "unknown-variable", "there is no variable " + Spelling.quote(tag.name())
                            + Spelling.hintFor(tag.name(), variables.keySet()));
                }
            } else if (tag.shows()) {
                checkShown(tag, variable, open);
            }
            if (tag.opens()) {
                open.push(tag);
                if (open.size() == MAX_DEPTH + 1) {
                    wrong(tag.from(), "too-deep", "sections stand at most " + MAX_DEPTH + " deep in each other");
                }
            }
        }
        open.reversed().forEach(tag -> wrong(tag.from(), "section-open",
                "the section " + Spelling.quote(tag.name()) + " is not closed: {{/" + Spelling.shorten(tag.name())
                        + "}} is missing"));
    }

    private void checkShown(Tag tag, Variable variable, Deque<Tag> open) {
        if (variable.type() == ReplyTemplate.Type.FLAG) {
            wrong(tag.from(), "flag", Spelling.quote(tag.name()) + " is a flag, which nobody can read: use it as {{#"
                    + tag.name() + "}}...{{/" + tag.name() + "}}");
        } else if (!variable.required() && variable.fallback().isEmpty() && open.stream()
                .noneMatch(section -> section.kind() == Kind.SECTION && section.name().equals(tag.name()))) {
            wrong(tag.from(), "may-be-missing", Spelling.quote(tag.name()) + " may be missing and would leave a hole: "
                    + "require it, give it a default, or write it within {{#" + tag.name() + "}}...{{/" + tag.name()
                    + "}}");
        }
    }

    private void close(Tag tag, Deque<Tag> open) {
        if (open.isEmpty()) {
            wrong(tag.from(), "section-end", "{{/" + Spelling.shorten(tag.name()) + "}} closes nothing");
        } else if (open.peek().name().equals(tag.name())) {
            open.pop();
        } else {
            Tag expected = open.peek();
            wrong(tag.from(), "section-end", "{{/" + Spelling.shorten(tag.name()) + "}} stands where {{/"
                    + Spelling.shorten(expected.name()) + "}} is needed");
            if (open.stream().anyMatch(section -> section.name().equals(tag.name()))) {
                // what stands in between was reported by this
                while (!open.pop().name().equals(tag.name())) {
                    whole = false;
                }
            }
        }
    }

    /** A second look, by what fills the text in: whatever this class has overlooked must not come up when a reply is sent. */
    private void checkWithTheLibrary() {
        if (whole) {
            try {
                compiler(target).compile(text);
            } catch (MustacheException e) {
                findings.add(path, "syntax",
                        "this is no Mustache: " + Spelling.shorten(String.valueOf(e.getMessage())));
            }
        }
    }

    private void wrong(int at, String code, String message) {
        whole = false;
        int line = 1;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
            line++;
            start = end + 1;
        }
        findings.add(path, code,
                message + " (line " + line + ", column " + (text.codePointCount(start, at) + 1) + ')');
    }

    /** What a mistake in a text is reported to. */
    @FunctionalInterface
    interface Wrong {

        void at(int position, String code, String message);
    }

    /**
     * Fills a text in.
     *
     * @param values what there is: texts and flags; what is missing is not in it
     */
    static String render(String text, Target target, Map<String, Object> values) {
        String filled = compiler(target).compile(text).execute(new Scope(Map.copyOf(values)));
        return switch (target) {
            case TEXT -> unbraced(filled).strip();
            case HTML -> filled.strip();
            case SUBJECT -> ENCODED_WORD.matcher(unbraced(BLANKS.matcher(filled).replaceAll(" ").strip()))
                    .replaceAll("= ");
        };
    }

    private static String unbraced(String text) {
        return DOUBLED.matcher(text).replaceAll("$1 ");
    }

    private static Mustache.Compiler compiler(Target target) {
        return Mustache.compiler().withCollector(NothingButValues.ONLY).emptyStringIsFalse(true)
                .withLoader(name -> {
                    throw new MustacheException("there are no other templates here");
                })
                .withEscaper(target == Target.HTML ? TemplateText::html : Escapers.NONE);
    }

    private static String html(String value) {
        return Escapers.HTML.escape(value).replace("{", "&#123;").replace("}", "&#125;").replace("\n", "<br>");
    }

    /** What is given to jmustache to look names up in. */
    private record Scope(Map<String, Object> values) {}

    /** Looks names up in a {@link Scope} and nowhere else. The library's own would look for fields and methods. */
    private enum NothingButValues implements Mustache.Collector {

        ONLY;

        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            // lists are not among the values: it is the library's own empty one, which stands for what is missing
            return value instanceof Collection<?> none && none.isEmpty() ? none.iterator() : null;
        }

        @Override
        public Mustache.VariableFetcher createFetcher(Object scope, String name) {
            return (where, wanted) -> where instanceof Scope(Map<String, Object> values)
                    ? values.getOrDefault(wanted, Template.NO_FETCHER_FOUND)
                    : Template.NO_FETCHER_FOUND;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }

    static Map<String, Variable> byName(List<Variable> variables) {
        Map<String, Variable> byName = new HashMap<>();
        variables.forEach(variable -> byName.put(variable.name(), variable));
        return byName;
    }
}
