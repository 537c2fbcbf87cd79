/**
 * Questions with their answers, and the search that finds them by what people ask. Usable alone: it knows no tickets.
 *
 * {@snippet :
 * final class Help {
 *     private final FaqSearch search;
 *     Help(FaqSearch search) { this.search = search; }
 *
 *     void answer(String asked) {
 *         search.index(List.of(FaqEntry.of("refund", Locale.ENGLISH, "How do I get my money back?", "Within 14 days.")));
 *         for (FaqHit hit : search.search(FaqQuery.of(asked).locale(Locale.ENGLISH).limit(5))) {
 *             System.out.println(hit.id() + " " + hit.score() + " " + hit.because());
 *         }
 *     }
 * }
 * }
 *
 * <p>
 * {@link io.opora.faq.FaqSearch} is what an engine implements; {@code support-lucene} holds one that is embedded in the
 * application. It is an index, not the truth: the entries are kept by the host, which numbers its changes and gives the index
 * what it has not seen yet.
 *
 * <p>
 * Everything here but the builders is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.faq;

import org.jspecify.annotations.NullMarked;
