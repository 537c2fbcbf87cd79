/**
 * Prepared replies that fit a message. Usable alone: it knows no tickets and needs no index.
 *
 * {@snippet :
 * ReplyMatcher matcher = ReplyMatcher.create();
 * matcher.learn("refund-policy", "I was charged twice, I want my money back");
 * List<ReplyMatch> matches = matcher.suggest("please return my money", 3);
 * System.out.println(matches.get(0).templateId() + " " + matches.get(0).confidence() + " " + matches.get(0).because());
 * }
 *
 * <p>
 * {@link io.opora.reply.ReplyMatcher} learns from examples and from each reply that was sent with a template, says how sure it is,
 * and is silent rather than wrong. {@link io.opora.reply.ReplySuggester} is what a model of the host's own implements in its place.
 *
 * <p>
 * {@link io.opora.reply.ReplyTemplate} is a prepared reply: checked when it is made, and never sent with a hole.
 *
 * {@snippet :
 * ReplyTemplate template = ReplyTemplate.builder("refund-policy", "How we give money back")
 *         .variable(ReplyTemplate.Variable.of("name", ReplyTemplate.Type.LINE, ReplyTemplate.Source.CUSTOMER).orElse("there"))
 *         .text(Locale.ENGLISH, "Hello {{name}}, your money will be back within three days.")
 *         .build();
 * if (template.render(Locale.UK, ReplyTemplate.Values.builder().text("name", "Ann").build())
 *         instanceof ReplyTemplate.Rendering.Rendered rendered) {
 *     System.out.println(rendered.text());
 * }
 * }
 *
 * <p>
 * {@link io.opora.reply.Replies} puts the two together over a {@link io.opora.reply.TemplateStore}: who writes, what is suggested for a
 * request, what becomes of it. {@code SupportDesk.replies()} is one for the tickets of a desk.
 *
 * {@snippet :
 * Replies replies = Replies.builder(MemoryStorage.create().templates()).build();
 * replies.save(Replies.Person.editor("eve"), ReplyTemplate.builder("hours", "Opening hours")
 *         .text(Locale.ENGLISH, "We are there from 9 to 18.").examples("when are you open?").build(), 0);
 * Replies.Request request = Replies.Request.of(Replies.Person.agent("ann"), "7:1", Locale.ENGLISH, "Are you open on Sunday?");
 * for (Replies.Suggestion suggestion : replies.suggest(request, 3)) {
 *     System.out.println(suggestion.template().title() + " " + suggestion.confidence() + " " + suggestion.because());
 *     replies.sent(suggestion.template().id(), request, false);
 * }
 * }
 *
 * <p>
 * Everything here is safe for use by any number of threads; who learns does not hold up who asks.
 */
@NullMarked
package io.opora.reply;

import org.jspecify.annotations.NullMarked;
