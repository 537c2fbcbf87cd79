package io.opora.lucene;

import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Words that have been taken apart already, for Lucene to index as they are. */
final class ReadyTokens extends TokenStream {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final List<String> texts;
    private int next;

    ReadyTokens(List<String> texts) {
        this.texts = texts;
    }

    @Override
    public boolean incrementToken() {
        if (next >= texts.size()) {
            return false;
        }
        clearAttributes();
        term.append(texts.get(next++));
        return true;
    }

    @Override
    public void reset() {
        next = 0;
    }
}
