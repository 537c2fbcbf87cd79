package io.opora.faq;

import io.opora.faq.FaqEdition.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry as a Markdown file: fields between two lines of three dashes, then the answer. The fields are the part of YAML that takes no
 * library: a text a line, bare or in quotes, and lists of them.
 */
final class MarkdownFile {

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Pattern LANGUAGE = Pattern.compile("([a-z]{2,3})(-[A-Za-z0-9]{2,8})*");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*):(?:[ \\t]+(.*))?", Pattern.DOTALL);
    private static final Pattern ITEM = Pattern.compile("[ \\t]*-[ \\t]+(.*)", Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern
            .compile("[\\p{L}\\p{N}](?:[^:#\"'\\\\\\p{Cc}\\p{Z}\\[\\]{},]|(?<! ) (?! |$))*");
    /** What YAML takes for something else than a text. */
    private static final Pattern WORD_OF_YAML = Pattern
            .compile("(?i)true|false|yes|no|on|off|null|y|n|[0-9].*", Pattern.DOTALL);
    private static final String FENCE = "---";

    private final Written written;
    private final String[] lines;
    /** The line that is read, from 0. */
    private int at;

    private MarkdownFile(Written written, String head) {
        this.written = written;
        this.lines = head.split("\n", -1);
    }

    /**
     * Reads a file.
     *
     * @param path where it is, below the folder that is read, with '/' between
     */
    static void read(String path, String text, Written written) {
        String all = text.startsWith(FENCE + "\r\n") ? text.replace("\r\n", "\n") : text;
        if (!all.startsWith(FENCE + "\n")) {
            written.wrong(1,
                    "a file begins with a line of three dashes, fields such as 'question: How long does it take?' and another"
                            + " line of three dashes");
            return;
        }
        int end = all.indexOf("\n" + FENCE + "\n", FENCE.length());
        if (end < 0 && all.endsWith("\n" + FENCE)) {
            end = all.length() - FENCE.length() - 1;
        }
        if (end < 0) {
            written.wrong(1, "there is no second line of three dashes, behind the fields");
            return;
        }
        MarkdownFile file = new MarkdownFile(written, all.substring(0, end));
        file.fields();
        String answer = all.substring(Math.min(all.length(), end + FENCE.length() + 2));
        int line = file.lines.length + 2;
        if (answer.startsWith("\n")) {
            answer = answer.substring(1);
            line++;
        }
        written.put("answer", List.of(answer.endsWith("\n") ? answer.substring(0, answer.length() - 1) : answer), line);
        named(path, written);
    }

    /** What the fields do not say, the name of the file may. */
    private static void named(String path, Written written) {
        String name = path.replaceFirst("(?i)\\.md$", "");
        int dot = name.lastIndexOf('.');
        int slash = name.indexOf('/');
        String language = "";
        if (dot > name.lastIndexOf('/') && isLanguage(name.substring(dot + 1))) {
            language = name.substring(dot + 1);
            name = name.substring(0, dot);
        } else if (slash > 0 && isLanguage(name.substring(0, slash))) {
            language = name.substring(0, slash);
            name = name.substring(slash + 1);
        }
        if (!written.has("locale") && !language.isEmpty()) {
            written.put("locale", List.of(language), 1);
        }
        if (!written.has("id")) {
            written.put("id", List.of(name), 1);
        }
    }

    private static boolean isLanguage(String word) {
        Matcher language = LANGUAGE.matcher(word);
        return language.matches() && LANGUAGES.contains(language.group(1));
    }

    private void fields() {
        for (at = 1; at < lines.length; at++) {
            String line = lines[at];
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                written.wrong(at + 1, "this is no field: write 'name: text', and a list as lines that begin with '- '");
            } else if (field.group(1).equals("answer")) {
                written.wrong(at + 1, "the answer stands below the fields");
            } else {
                int where = at + 1;
                String value = field.group(2) == null ? "" : field.group(2).strip();
                written.put(field.group(1), value.isEmpty() || value.startsWith("#") ? items() : values(value), where);
            }
        }
    }

    private List<String> items() {
        List<String> items = new ArrayList<>();
        while (at + 1 < lines.length) {
            Matcher item = ITEM.matcher(lines[at + 1]);
            if (!item.matches()) {
                return items;
            }
            at++;
            items.add(scalar(item.group(1).strip()));
        }
        return items;
    }

    private List<String> values(String value) {
        if (!value.startsWith("[")) {
            return List.of(scalar(value));
        }
        List<String> values = new ArrayList<>();
        int start = 1;
        char quote = 0;
        boolean escaped = false;
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote == '"') {
                escaped = true;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == ',' || c == ']')) {
                String each = value.substring(start, i).strip();
                if (!each.isEmpty()) {
                    values.add(scalar(each));
                }
                start = i + 1;
                if (c == ']') {
                    comment(value.substring(start));
                    return values;
                }
            }
        }
        written.wrong(at + 1, "the list has no end: write [one, two]");
        return values;
    }

    private void comment(String rest) {
        if (!rest.isBlank() && !rest.stripLeading().startsWith("#")) {
            written.wrong(at + 1, "there is more text behind the end of this one");
        }
    }

    private String scalar(String value) {
        if (value.startsWith("\"")) {
            return quoted(value);
        }
        if (value.startsWith("'")) {
            return singleQuoted(value);
        }
        if (value.startsWith("|") || value.startsWith(">") || value.startsWith("&") || value.startsWith("*")
                || value.startsWith("{") || value.startsWith("!")) {
            written.wrong(at + 1,
                    "a text that begins with '" + value.charAt(0) + "' stands in double quotes, on one line");
        }
        int comment = value.indexOf(" #");
        return (comment < 0 ? value : value.substring(0, comment)).strip();
    }

    private String singleQuoted(String value) {
        int end = value.indexOf('\'', 1);
        while (end >= 0 && end + 1 < value.length() && value.charAt(end + 1) == '\'') {
            end = value.indexOf('\'', end + 2);
        }
        if (end < 0) {
            written.wrong(at + 1, "the quotes are not closed");
            return "";
        }
        comment(value.substring(end + 1));
        return value.substring(1, end).replace("''", "'");
    }

    private String quoted(String value) {
        StringBuilder text = new StringBuilder();
        int i = 1;
        while (i < value.length()) {
            char c = value.charAt(i);
            if (c == '"') {
                comment(value.substring(i + 1));
                return text.toString();
            }
            i += c == '\\' ? escape(value, i + 1, text) : plain(c, text);
        }
        written.wrong(at + 1, "the quotes are not closed");
        return text.toString();
    }

    private static int plain(char c, StringBuilder text) {
        text.append(c);
        return 1;
    }

    /** Says how many characters it takes, the backslash included. */
    private int escape(String value, int i, StringBuilder text) {
        char escape = i < value.length() ? value.charAt(i) : ' ';
        int known = "nrtbf\"\\/".indexOf(escape);
        if (known >= 0) {
            text.append("\n\r\t\b\f\"\\/".charAt(known));
        } else if (escape == 'u' && i + 4 < value.length()
                && value.substring(i + 1, i + 5).chars().allMatch(digit -> Character.digit(digit, 16) >= 0)) {
            text.append((char) Integer.parseInt(value.substring(i + 1, i + 5), 16));
            return 6;
        } else {
            written.wrong(at + 1, "there is no escape \\" + escape + ": write \\n, \\t, \\\", \\\\ or \\u0041");
        }
        return 2;
    }

    /** Writes an entry as a file. */
    static String print(Content content) {
        StringBuilder text = new StringBuilder(FENCE).append('\n');
        Written.of(content).forEach((name, values) -> {
            if (Written.LISTS.contains(name)) {
                text.append(name).append(":\n");
                values.forEach(value -> text.append("  - ").append(written(value)).append('\n'));
            } else if (!name.equals("answer")) {
                boolean bare = !List.of("id", "question", "category").contains(name);
                text.append(name).append(": ").append(bare ? values.getFirst() : written(values.getFirst()))
                        .append('\n');
            }
        });
        return text.append(FENCE).append("\n\n").append(content.entry().answer()).append('\n').toString();
    }

    private static String written(String value) {
        if (PLAIN.matcher(value).matches() && !WORD_OF_YAML.matcher(value).matches()) {
            return value;
        }
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            int known = "\n\r\t\b\f\"\\".indexOf(c);
            if (known >= 0) {
                text.append('\\').append("nrtbf\"\\".charAt(known));
            } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
