/**
 * Prepared replies without a support desk: {@link io.opora.examples.replies.PreparedReplies} reads templates from a folder and past
 * messages from a file, says which template fits a message and why, and draws how often that is right against how often it is silent.
 * Of the library it uses {@code io.opora.reply} and the storage in memory.
 */
@NullMarked
package io.opora.examples.replies;

import org.jspecify.annotations.NullMarked;
