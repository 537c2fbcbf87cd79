package io.opora.reply;

/**
 * Cuts the endings off words, so that their forms meet: plainly and too much rather than too little, since nobody reads what is
 * left. English endings are those of step 1 of Porter's algorithm (1980); Russian ones the commonest of declension and conjugation.
 */
final class Stems {

    private static final int SHORTEST = 3;

    /** The longest first, because the first that fits is cut. */
    private static final String[] RUSSIAN = {"иями", "ями", "ами", "ией", "ием", "иях", "ого", "ему", "ому", "ыми",
            "ими", "его", "ешь", "ете", "ишь", "ите", "ают", "яют", "уют", "ать", "ять", "еть", "ить", "ала", "ила",
            "ела", "али", "или", "ели", "ться", "тся", "лся", "ась", "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые",
            "ие", "ых", "их", "ым", "им", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ей", "ию", "ью", "ия", "ья",
            "ет", "ит", "ут", "ют", "ат", "ят", "ал", "ил", "ел", "ть", "а", "я", "о", "е", "и", "ы", "у", "ю", "ь",
            "й"};

    private Stems() {}

    /** The stem of a word in lower case; a word of another alphabet is its own stem. */
    static String of(String word) {
        if (word.length() <= SHORTEST) {
            return word;
        }
        char last = word.charAt(word.length() - 1);
        if (last >= 'a' && last <= 'z') {
            return english(word);
        }
        return last >= 'а' && last <= 'я' ? russian(word) : word;
    }

    private static String english(String word) {
        String stem = word;
        if (stem.endsWith("ing") && stem.length() > 5) {
            stem = cut(stem, 3);
        } else if (stem.endsWith("ies") && stem.length() > 4) {
            stem = cut(stem, 3) + 'y';
        } else if ((stem.endsWith("ed") || stem.endsWith("es")) && stem.length() > 4) {
            stem = cut(stem, 2);
        } else if (stem.endsWith("s") && !stem.endsWith("ss")) {
            stem = cut(stem, 1);
        }
        return stem.endsWith("e") && stem.length() > SHORTEST ? cut(stem, 1) : stem;
    }

    private static String russian(String word) {
        for (String ending : RUSSIAN) {
            if (word.length() - ending.length() >= SHORTEST && word.endsWith(ending)) {
                return cut(word, ending.length());
            }
        }
        return word;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }
}
