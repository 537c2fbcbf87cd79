package io.opora.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in a terminal. What counts there is the columns that a text takes: none for an accent that stands on the letter
 * before it, two for an emoji or a Chinese character.
 */
final class Display {

    /** The columns that the program uses. */
    static final int WIDTH = 116;

    /** What a reader takes for one character, however many code points it has. */
    private static final Pattern CHARACTER = Pattern.compile("\\X");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final Pattern DIRECTION = Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");
    private static final int EMOJI_STYLE = 0xFE0F;
    /** First and last code points of what takes two columns and is no emoji: East Asian letters and signs. */
    private static final int[][] WIDE = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xA960, 0xA97C},
            {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6},
            {0x1B000, 0x1B2FF}, {0x20000, 0x3FFFD}};

    private Display() {}

    /**
     * Takes out of a text what could command the terminal: anybody may write to a support desk. Control characters, line
     * breaks among them, become blanks; signs that turn the direction of writing go.
     */
    static String clean(String text) {
        return DIRECTION.matcher(CONTROL.matcher(text).replaceAll(" ")).replaceAll("");
    }

    /** The columns that a clean text takes. */
    static int width(String text) {
        return CHARACTER.matcher(text).results().mapToInt(character -> columns(character.group())).sum();
    }

    private static int columns(String character) {
        int first = character.codePointAt(0);
        boolean emoji = Character.isEmojiPresentation(first)
                || (Character.isEmoji(first) && character.indexOf(EMOJI_STYLE) > 0);
        if (emoji || isWide(first)) {
            return 2;
        }
        return switch (Character.getType(first)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> 1;
        };
    }

    private static boolean isWide(int codePoint) {
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return true;
            }
        }
        return false;
    }

    /** The text if it fits, else as much of it as fits with an ellipsis. */
    static String cut(String text, int width) {
        return width(text) <= width ? text : start(text, width - 1).stripTrailing() + "…";
    }

    /** As many whole characters from the start as fit. */
    private static String start(String text, int width) {
        Matcher characters = CHARACTER.matcher(text);
        int used = 0;
        int end = 0;
        while (characters.find()) {
            used += columns(characters.group());
            if (used > width) {
                break;
            }
            end = characters.end();
        }
        return text.substring(0, end);
    }

    /** The text with blanks behind it. */
    static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** The text with blanks before it. */
    static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    /** Breaks a text into lines that fit: at its own line breaks, between words, and within a word that is too long. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\\R", -1)) {
            String line = "";
            for (String word : clean(paragraph).split(" +", -1)) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (width(longer) <= width) {
                    line = longer;
                    continue;
                }
                if (!line.isEmpty()) {
                    lines.add(line);
                }
                List<String> pieces = pieces(word, width);
                lines.addAll(pieces.subList(0, pieces.size() - 1));
                line = pieces.getLast();
            }
            lines.add(line);
        }
        return lines;
    }

    /** A word in pieces that fit; a character wider than the line stays whole. */
    private static List<String> pieces(String word, int width) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int used = 0;
        for (String character : CHARACTER.matcher(word).results().map(MatchResult::group).toList()) {
            int columns = columns(character);
            if (!piece.isEmpty() && used + columns > width) {
                pieces.add(piece.toString());
                piece.setLength(0);
                used = 0;
            }
            piece.append(character);
            used += columns;
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /** A number and what it counts, in the plural where that is right; the plural has to end with an s. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Two columns of lines side by side. */
    static List<String> beside(List<String> left, List<String> right, int leftWidth) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String first = i < left.size() ? left.get(i) : "";
            String second = i < right.size() ? right.get(i) : "";
            lines.add((padRight(first, leftWidth) + " │ " + second).stripTrailing());
        }
        return lines;
    }

    /** A line that begins a part of the output. */
    static String heading(String title) {
        String shown = cut(clean(title), WIDTH - 8);
        return "\n── " + shown + " " + "─".repeat(WIDTH - width(shown) - 4);
    }
}
