package io.opora;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How messages about wrong input are worded: what somebody wrote, made fit to be shown; which name was probably meant; what
 * there is instead.
 */
public final class Spelling {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    /** How much of a wrong text, and how many right ones, a message shows. */
    private static final int SHOWN = 80;
    private static final int LISTED = 10;

    private Spelling() {}

    /**
     * Says that a text is no name.
     *
     * @param what what it is to name, such as {@code "role name"}
     * @param wrong the text
     * @return the message
     */
    public static String malformed(String what, String wrong) {
        return quote(wrong) + " is no " + what + ": " + Names.FORM;
    }

    /**
     * Makes whatever somebody wrote fit to be shown.
     *
     * @param text any text
     * @return it in quotes, short and on one line
     */
    public static String quote(String text) {
        return '\'' + shorten(text) + '\'';
    }

    /**
     * Makes whatever somebody wrote fit to be shown, without quotes.
     *
     * @param text any text
     * @return it, short and on one line
     */
    public static String shorten(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return CONTROL.matcher(shown).replaceAll("?");
    }

    /**
     * What to append to a message about an unknown name.
     *
     * @param wrong the unknown name
     * @param known what would be right
     * @return the nearest known one, else what there is
     */
    public static String hintFor(String wrong, Collection<String> known) {
        return hint(nearest(wrong, known), known);
    }

    /**
     * The same for a nearest name that is known already.
     *
     * @param nearest the nearest known name, or an empty text
     * @param known what would be right
     * @return the nearest known one, else what there is
     */
    public static String hint(String nearest, Collection<String> known) {
        if (!nearest.isEmpty()) {
            return "; did you mean '" + nearest + "'?";
        }
        return known.isEmpty() ? "; there is none" : "; there is " + list(known);
    }

    /**
     * Lists names.
     *
     * @param names any number of them
     * @return one after another, the first few of many
     */
    public static String list(Collection<String> names) {
        List<String> shown = new ArrayList<>();
        for (String name : names) {
            if (shown.size() == LISTED) {
                return String.join(", ", shown) + " and " + (names.size() - LISTED) + " more";
            }
            shown.add(name);
        }
        return String.join(", ", shown);
    }

    /**
     * The known name that a typing error would most likely turn into the wrong one. Upper and lower case are one here.
     *
     * @param wrong the unknown name
     * @param known what would be right
     * @return the nearest, the first of several equally near, or an empty text if none is near enough
     */
    public static String nearest(String wrong, Collection<String> known) {
        int limit = wrong.length() <= 1 ? 0 : wrong.length() <= 3 ? 1 : wrong.length() <= 6 ? 2 : 3;
        String best = "";
        String lower = wrong.toLowerCase(Locale.ROOT);
        for (String candidate : known) {
            int distance = distance(lower, candidate.toLowerCase(Locale.ROOT), limit);
            if (distance <= limit) {
                best = candidate;
                // only a strictly nearer one can still win
                limit = distance - 1;
            }
        }
        return best;
    }

    /**
     * Spells a duration as people do: ISO 8601 with days, which {@link Duration#toString()} spells in hours.
     *
     * @param duration any duration
     * @return what {@link Duration#parse} reads back to the same duration
     */
    public static String span(Duration duration) {
        long days = duration.toDays();
        if (days <= 0) {
            return duration.toString();
        }
        Duration rest = duration.minusDays(days);
        return rest.isZero() ? "P" + days + "D" : "P" + days + "D" + rest.toString().substring(1);
    }

    /**
     * Insertions, deletions, replacements and swaps of neighbours, counted as far as the limit; one more if beyond. Only the
     * cells near the diagonal are filled in: further away the count is beyond the limit anyway.
     */
    private static int distance(String a, String b, int limit) {
        int beyond = limit + 1;
        if (Math.abs(a.length() - b.length()) > limit) {
            return beyond;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = Math.min(j, beyond);
        }
        for (int i = 1; i <= a.length(); i++) {
            Arrays.fill(row, beyond);
            row[0] = Math.min(i, beyond);
            for (int j = Math.max(1, i - limit); j <= Math.min(b.length(), i + limit); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int cost = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost = Math.min(cost, beforeLast[j - 2] + 1);
                }
                row[j] = Math.min(cost, beyond);
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
