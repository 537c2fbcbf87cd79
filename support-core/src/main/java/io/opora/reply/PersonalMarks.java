package io.opora.reply;

import io.opora.reply.ReplyTemplate.Proposal.Kind;
import io.opora.reply.ReplyTemplate.Proposal.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in a text what may be about a person, and puts variables in its place: addresses, links, whatever has a digit, names. Rather too
 * much than too little: an editor writes back what was none of that, but does not find what was overlooked.
 */
final class PersonalMarks {

    static final String CUSTOMER_NAME = "customer.name";

    private static final String WORD = "\\p{L}[\\p{L}\\p{M}]*(?:['\u2019-][\\p{L}\\p{M}]+){0,9}";
    private static final Pattern TOKEN = Pattern.compile(
            "(?<email>[^\\s<>()\\[\\],;:\"@]{1,256}@[^\\s<>()\\[\\],;:\"@]+)"
                    + "|(?<link>(?:[A-Za-z][A-Za-z0-9+.-]{1,19}://|www\\.)[^\\s<>\"]+)"
                    + "|(?<handle>@[\\p{L}\\p{N}_.]+)"
                    + "|(?<number>[+\u2116#]?[\\p{L}\\p{N}_/-]{0,100}\\p{N}[\\p{L}\\p{N}_/.:,'-]*(?:[ \u00A0()-]{1,3}[\\p{N}][\\p{N}.:,-]*){0,12})"
                    + "|(?<word>" + WORD + ")");
    private static final Pattern PLACE = Pattern.compile("\\{\\{[a-z0-9.-]+}}");
    private static final Pattern ENDING = Pattern.compile("[.,:'-]+$");
    private static final Pattern MANY = Pattern.compile("\\{\\{([a-z]+)-\\d+}}(?:[\\h,]+\\{\\{\\1-\\d+}}){1,100}");
    private static final int SHORT_LINE = 3;
    private static final int SHORTEST_NAME = 2;

    /** Words that begin a greeting or a farewell and are no names, though what follows them often is one. */
    private static final Set<String> COURTESIES = Set.of("hello", "hi", "hey", "dear", "good", "morning", "afternoon",
            "evening", "greetings", "thanks", "thank", "you", "kind", "best", "regards", "sincerely", "yours", "cheers",
            "здравствуйте", "привет", "добрый", "доброе", "день", "утро", "вечер", "уважаемый", "уважаемая", "спасибо",
            "с", "уважением");

    private final String customer;
    private final Set<String> names = new HashSet<>();
    private final Predicate<String> common;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<Kind, Integer> counts = new HashMap<>();
    private final List<Mark> marks = new ArrayList<>();

    /**
     * Makes one for a text.
     *
     * @param customer what the customer is called, if that is known
     * @param names other words that name somebody
     * @param common whether a word, in lower case, may stay although nothing else is known of it
     */
    PersonalMarks(Optional<String> customer, Collection<String> names, Predicate<String> common) {
        this.customer = customer.map(String::strip).orElse("");
        names.forEach(this::name);
        name(this.customer);
        this.common = common;
    }

    private void name(String name) {
        Matcher word = Pattern.compile(WORD).matcher(name);
        while (word.find()) {
            if (word.group().length() >= SHORTEST_NAME) {
                names.add(lower(word.group()));
            }
        }
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** The words of a text that are neither numbers nor addresses, in lower case. */
    static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (token.group("word") != null) {
                words.add(lower(token.group()));
            }
        }
        return words;
    }

    /** What there is in place of a text; without anything that a template could not say. */
    String marked(String text) {
        String plain = text.replace("\r\n", "\n").replace('\r', '\n').replace('{', '(').replace('}', ')').strip();
        if (!customer.isEmpty()) {
            plain = Pattern
                    .compile("(?<![\\p{L}\\p{N}_@./+-])" + Pattern.quote(customer) + "(?![\\p{L}\\p{N}_]|\\S{0,256}@)",
                            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(plain)
                    .replaceAll("{{" + CUSTOMER_NAME + "}}");
        }
        StringBuilder marked = new StringBuilder();
        String[] lines = plain.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            marked.append(i == 0 ? "" : "\n").append(line(lines[i]));
        }
        return once(marked.toString());
    }

    /** What is one name of several words becomes one variable. */
    private String once(String text) {
        return MANY.matcher(text).replaceAll(many -> many.group().substring(0, many.group().indexOf("}}") + 2));
    }

    private String line(String line) {
        boolean alone = isSignature(line);
        StringBuilder marked = new StringBuilder();
        int at = 0;
        Matcher place = PLACE.matcher(line);
        while (place.find()) {
            part(line.substring(at, place.start()), at == 0, alone, marked);
            marked.append(place.group());
            at = place.end();
        }
        part(line.substring(at), at == 0, alone, marked);
        return marked.toString();
    }

    /** A short line of nothing but capitalised words, or one that addresses somebody. */
    private static boolean isSignature(String line) {
        Matcher word = Pattern.compile(WORD).matcher(line);
        int words = 0;
        boolean capitals = true;
        while (word.find()) {
            words++;
            capitals &= Character.isUpperCase(word.group().codePointAt(0));
        }
        return words > 0 && words <= SHORT_LINE && capitals;
    }

    private void part(String text, boolean first, boolean alone, StringBuilder marked) {
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        boolean begins = first;
        while (token.find()) {
            String between = text.substring(at, token.start());
            marked.append(between);
            begins |= between.indexOf('.') >= 0 || between.indexOf('!') >= 0 || between.indexOf('?') >= 0;
            String found = token.group();
            Matcher ending = ENDING.matcher(found);
            String rest = token.group("word") == null && ending.find() ? ending.group() : "";
            String value = found.substring(0, found.length() - rest.length());
            marked.append(kind(token, text, begins, alone).map(kind -> put(kind, value)).orElse(value)).append(rest);
            begins = rest.startsWith(".");
            at = token.end();
        }
        marked.append(text.substring(at));
    }

    private Optional<Kind> kind(Matcher token, String text, boolean begins, boolean alone) {
        if (token.group("email") != null) {
            return Optional.of(Kind.ADDRESS);
        }
        if (token.group("link") != null) {
            return Optional.of(Kind.LINK);
        }
        if (token.group("handle") != null) {
            return Optional.of(Kind.NAME);
        }
        if (token.group("number") != null) {
            return Optional.of(Kind.NUMBER);
        }
        String word = lower(token.group());
        boolean addressed = begins && token.end() < text.length() && text.charAt(token.end()) == ',';
        boolean capital = Character.isUpperCase(token.group().codePointAt(0)) && !word.equals("i")
                && !word.startsWith("i'") && !word.startsWith("i\u2019");
        if (names.contains(word)
                || (capital && !COURTESIES.contains(word) && (!begins || alone || addressed))) {
            return Optional.of(Kind.NAME);
        }
        return common.test(word) || COURTESIES.contains(word) ? Optional.empty() : Optional.of(Kind.WORDS);
    }

    /** The same value is the same variable. */
    private String put(Kind kind, String value) {
        return "{{" + variables.computeIfAbsent(kind + " " + lower(value), first -> {
            String name = lower(kind.name()) + '-' + counts.merge(kind, 1, Integer::sum);
            marks.add(new Mark(name, kind));
            return name;
        }) + "}}";
    }

    /** The variables that stand in a text that was marked, in the order in which they were put there. */
    List<Mark> marksIn(String marked) {
        Set<String> there = TemplateText.names(marked);
        return marks.stream().filter(mark -> there.contains(mark.variable())).toList();
    }
}
