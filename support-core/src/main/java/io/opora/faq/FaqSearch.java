package io.opora.faq;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Finds entries by what people ask (SPI). An index is a copy of entries that are kept elsewhere: it knows the last revision it
 * holds, so whoever keeps the entries gives it what changed since, and one that was lost or damaged is made anew.
 *
 * <p>
 * A change is seen by every search that begins after the call has returned; a search sees all of a change or nothing of it. Any number of
 * threads may search, also while others change the index; changes are made one after the other. Only what was asked
 * decides the order of hits, and equal scores are ordered by id, so that the same search over the same entries gives the
 * same hits.
 *
 * <p>
 * Every call may throw {@link ClosedException} after {@link #close()}, and {@link StorageException} if the index cannot be read or
 * written.
 */
public interface FaqSearch extends AutoCloseable {

    /** The most phrasings that are learned for one entry in one language; the oldest give way. */
    int MAX_LEARNED = 200;

    /**
     * Takes in entries, which replace those of the same id and locale, all or none of them. An entry whose revision is above 0 and
     * below that of the one it would replace is passed over. What was learned about an entry stays.
     *
     * @param entries the entries; of several with one id and locale the last counts
     */
    default void index(Collection<FaqEntry> entries) {
        apply(entries, List.of(), 0);
    }

    /**
     * Forgets entries in all languages, and what was learned about them; ids that are not there are passed over.
     *
     * @param ids the ids
     */
    default void remove(Collection<FaqEntryId> ids) {
        apply(List.of(), ids, 0);
    }

    /**
     * Catches up: forgets entries, then takes in others, and remembers up to which revision it holds everything now, all of it or
     * nothing. Applying the same changes again does no harm.
     *
     * @param entries what was changed, as {@link #index} takes it
     * @param removed what is no more
     * @param revision the revision up to which these are all changes; lower ones than that held leave it as it is
     */
    void apply(Collection<FaqEntry> entries, Collection<FaqEntryId> removed, long revision);

    /**
     * Makes the index anew: afterwards it holds these entries and no other. Searches see the old ones until then. What was
     * learned about entries that are among them stays.
     *
     * @param entries all entries
     * @param revision the revision up to which they are all
     */
    void rebuild(Collection<FaqEntry> entries, long revision);

    /** {@return the revision up to which the index holds everything; the highest it was told, 0 for an index that was made anew} */
    long revision();

    /** {@return how many entries it holds, each language counted} */
    long size();

    /**
     * Searches, and gives the hits alone.
     *
     * @param query what to look for
     * @return the hits, the best first
     */
    default List<FaqHit> search(FaqQuery query) {
        return find(query).hits();
    }

    /**
     * Searches.
     *
     * @param query what to look for
     * @return what was found
     */
    FaqResult find(FaqQuery query);

    /**
     * Completes what somebody is typing with questions of published entries for everybody.
     *
     * @param text what was typed so far; any text
     * @param locale the language
     * @param limit the most completions, 1 to 100
     * @return questions, the best first, none twice
     * @throws InvalidInputException if the limit is out of range
     */
    List<String> suggest(String text, Locale locale, int limit);

    /**
     * Finds entries that are about the same, in the same language, published and for the same audience at the most.
     *
     * @param id the entry
     * @param locale its language
     * @param limit the most hits, 1 to 100
     * @return other entries, the nearest first; none if there is no such entry
     * @throws InvalidInputException if the limit is out of range
     */
    List<FaqHit> moreLike(FaqEntryId id, Locale locale, int limit);

    /**
     * Learns from questions that entries have answered: they count as phrasings of them from now on, at most
     * {@value #MAX_LEARNED} an entry, the recent ones more than the old ones. The same question again makes it recent again.
     * Answers of entries that are not there are passed over.
     *
     * @param answered what was asked and answered
     */
    void learn(Collection<FaqAnswered> answered);

    /**
     * Replaces the host's synonyms from the next search on. They are not kept in the index.
     *
     * @param synonyms the synonyms
     */
    void synonyms(FaqSynonyms synonyms);

    /** Ends everything: searches and changes that are under way are finished first. Closing again does nothing. */
    @Override
    void close();
}
