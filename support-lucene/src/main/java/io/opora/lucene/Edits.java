package io.opora.lucene;

/** How many letters have to be changed, put in, left out or swapped with their neighbour to make one word of another. */
final class Edits {

    private Edits() {}

    /**
     * Counts.
     *
     * @param one a word
     * @param other a word
     * @param most where counting ends
     * @return the number, or one more than {@code most}
     */
    static int between(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most) {
            return most + 1;
        }
        int start = 0;
        int end = one.length();
        int otherEnd = other.length();
        while (start < Math.min(end, otherEnd) && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        while (end > start && otherEnd > start && one.charAt(end - 1) == other.charAt(otherEnd - 1)) {
            end--;
            otherEnd--;
        }
        return betweenDifferent(one.substring(start, end), other.substring(start, otherEnd), most);
    }

    private static int betweenDifferent(String one, String other, int most) {
        int width = other.length() + 1;
        int[] beforeLast = new int[width];
        int[] last = new int[width];
        int[] current = new int[width];
        for (int j = 0; j < width; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            current[0] = i;
            int least = i;
            for (int j = 1; j < width; j++) {
                int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int cost = Math.min(Math.min(current[j - 1], last[j]) + 1, last[j - 1] + same);
                if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    cost = Math.min(cost, beforeLast[j - 2] + 1);
                }
                current[j] = cost;
                least = Math.min(least, cost);
            }
            if (least > most) {
                return most + 1;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }
        return Math.min(last[width - 1], most + 1);
    }
}
