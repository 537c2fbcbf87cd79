/**
 * FAQ search on Apache Lucene, embedded in the application: no server to run. {@link io.opora.lucene.LuceneFaqSearch} is all there is
 * to call; what it does is said by {@link io.opora.faq.FaqSearch}.
 *
 * {@snippet :
 * FaqSearch search = LuceneFaqSearch.inMemory();            // or LuceneFaqSearch.open(path)
 * search.index(List.of(FaqEntry.of("refund", Locale.of("ru"), "Как вернуть деньги?", "В течение 14 дней.")));
 * List<FaqHit> hits = search.search(FaqQuery.of("ghbdtn, rfr dthyenm ltymub").locale(Locale.of("ru")).limit(5));
 * System.out.println(hits.get(0).id() + " " + hits.get(0).because());
 * }
 *
 * <h2>What is understood</h2>
 * Word forms in every language that Lucene has a stemmer for, by the locale of the entry and by the script of the word; words that look
 * alike; everyday synonyms of English and Russian, and those of the host. Only a word that no entry has is looked at
 * further: as typed with the keyboard in the other language (English and Russian), as Russian in Latin letters, as misspelt, split
 * or joined, as the beginning of a word if it is the last. What an entry says exactly comes before what was corrected.
 *
 * <p>
 * A host that has a model of meaning gives the builder a {@link io.opora.lucene.TextEmbedder}; what is found is ranked by words and by
 * meaning then. There is none by default.
 *
 * <h2>What is bounded</h2>
 * The first 2,000 characters of a query, its first 400 words and the 64 most telling of them, 15 look-alikes and 20
 * completions a word, 12 corrections, one second unless the builder is told otherwise. Lucene's own limit of clauses is left as the host has set it.
 */
@NullMarked
package io.opora.lucene;

import org.jspecify.annotations.NullMarked;
