package io.opora.lucene;

/**
 * A word of a text, and where it stands there.
 *
 * @param text the word in lower case, in composed form, with {@code ё} as {@code е}
 * @param start where it begins in the text
 * @param end where it ends, exclusive
 */
record Word(String text, int start, int end) {

    /** {@return the script of its first letter} */
    Character.UnicodeScript script() {
        return Character.UnicodeScript.of(text.codePointAt(0));
    }

    boolean cyrillic() {
        return script() == Character.UnicodeScript.CYRILLIC;
    }

    boolean latin() {
        return script() == Character.UnicodeScript.LATIN;
    }

    boolean number() {
        return Character.isDigit(text.codePointAt(0));
    }

    /** {@return how many letters it has; half of a pair is none} */
    int letters() {
        return text.codePointCount(0, text.length());
    }
}
