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
 * application. It is an index, not the truth. That is a {@link io.opora.faq.FaqStore}, which keeps every
 * {@link io.opora.faq.FaqEdition}; {@link io.opora.faq.Faq} is where editors write and readers read, and gives the index what it
 * has not seen yet:
 *
 * {@snippet :
 * final class Knowledge {
 *     private static final FaqEntry.Id REFUND = FaqEntry.Id.of("refund");
 *     private final Faq faq;
 *     Knowledge(FaqStore store, FaqSearch search) { this.faq = Faq.builder(store).search(search).build(); }
 *
 *     void write() {
 *         FaqEntry entry = FaqEntry.of("refund", Locale.ENGLISH, "How do I get my money back?", "Within 14 days.");
 *         FaqEdition draft = faq.save(Faq.Person.editor("ann"), FaqEdition.Content.of(entry), 0);
 *         faq.publish(Faq.Person.editor("ann"), REFUND, Locale.ENGLISH, draft.version());
 *     }
 *
 *     Faq.Found read(Locale language) {
 *         return faq.read(Faq.Person.ANYBODY, REFUND, language); // says if a translation is missing
 *     }
 * }
 * }
 *
 * <p>
 * {@link io.opora.faq.Faq.Questions} answers people while they search or write a request, keeps what became of each question without
 * naming anybody, and says which answers are missing or wrong:
 *
 * {@snippet :
 * final class Asking {
 *     String write(Faq faq, String subject, String text, Optional<String> asked) {
 *         Faq.Questions.Answers answers = faq.questions().write(Faq.Person.ANYBODY, subject, text, Locale.ENGLISH, asked);
 *         answers.likely().forEach(hit -> System.out.println(hit.entry().question()));
 *         return answers.asked().orElse("");                    // the page keeps it: opened, solved, sent
 *     }
 *
 *     void missing(Faq faq, LocalDate from, LocalDate until) {
 *         faq.questions().report(Faq.Person.editor("ann"), from, until).topics()
 *                 .forEach(topic -> System.out.println(topic.questions() + " " + topic.examples()));
 *     }
 * }
 * }
 *
 * <p>
 * {@link io.opora.faq.FaqExchange} takes entries in and out, as a folder of Markdown files, JSON or CSV:
 *
 * {@snippet :
 * final class Moving {
 *     void move(Faq faq, java.nio.file.Path folder) {
 *         FaqExchange.Reading read = FaqExchange.read(folder);
 *         read.problems().forEach(System.out::println);                        // delivery/cost.en.md:3: ...
 *         System.out.println(FaqExchange.tryOut(faq, Faq.Person.editor("ann"), read).count(FaqExchange.Kind.CHANGED));
 *         FaqExchange.importAll(faq, Faq.Person.editor("ann"), read);          // all of it or nothing
 *     }
 * }
 * }
 *
 * <p>
 * A host that keeps its entries elsewhere gives an index its changes itself, numbered in its own way.
 *
 * <p>
 * Everything here but the builders is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.faq;

import org.jspecify.annotations.NullMarked;
