package io.opora.examples.quickstart;

/**
 * A file that came with a request; its content stays where it is.
 *
 * @param name      file name, as the customer sees it
 * @param mediaType for example {@code image/jpeg}
 * @param size      bytes of the decoded content
 * @param reference where the content is found again; within a mailbox {@code support.mbox#message-id/part}
 */
record Attachment(String name, String mediaType, long size, String reference) {

    Attachment {
        if (name.isBlank() || mediaType.isBlank() || reference.isBlank()) {
            throw new IllegalArgumentException("an attachment needs a name, a media type and a reference");
        }
        if (size < 0) {
            throw new IllegalArgumentException("the size of attachment \"" + name + "\" is negative: " + size);
        }
    }
}
