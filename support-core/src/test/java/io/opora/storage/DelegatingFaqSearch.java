package io.opora.storage;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Passes everything on, so that one promise can be broken. */
class DelegatingFaqSearch implements FaqSearch {

    private final FaqSearch search;

    DelegatingFaqSearch(FaqSearch search) {
        this.search = search;
    }

    @Override
    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
        search.apply(entries, removed, revision);
    }

    @Override
    public void rebuild(Collection<FaqEntry> entries, long revision) {
        search.rebuild(entries, revision);
    }

    @Override
    public long revision() {
        return search.revision();
    }

    @Override
    public long size() {
        return search.size();
    }

    @Override
    public Result find(FaqQuery query) {
        return search.find(query);
    }

    @Override
    public List<String> suggest(String text, Locale locale, int limit) {
        return search.suggest(text, locale, limit);
    }

    @Override
    public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
        return search.moreLike(id, locale, limit);
    }

    @Override
    public void learn(Collection<Answered> answered) {
        search.learn(answered);
    }

    @Override
    public void synonyms(Synonyms synonyms) {
        search.synonyms(synonyms);
    }

    @Override
    public void close() {
        search.close();
    }
}
