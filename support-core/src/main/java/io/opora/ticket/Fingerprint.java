package io.opora.ticket;

import io.opora.workflow.WorkflowMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells whether two commands are the same, also after a restart: a hash of everything in a command, in an order of our own.
 * (The order of a set or map differs from one run of the JVM to the next.)
 */
final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(OpenTicket open) {
        Fingerprint print = new Fingerprint();
        print.add("open", open.subject(), open.text(), open.kind(), open.priority(), open.locale(), open.channel(),
                open.origin());
        open.requester().ifPresent(who -> print.add(who.id(), who.name(), who.email(), who.phone(),
                who.consent().map(consent -> consent.givenAt() + " " + consent.wording())));
        print.addAll(open.attachments());
        print.addAll(new TreeSet<>(open.tags()));
        print.addAll(open.fields());
        return print.hex();
    }

    static String of(TicketId ticket, TicketCommand command) {
        Fingerprint print = new Fingerprint();
        print.add(ticket);
        switch (command) {
            case Reply reply -> {
                print.add("reply", reply.text(), reply.channel(), reply.locale(), reply.origin());
                print.addAll(reply.attachments());
            }
            case AddNote note -> {
                print.add("note", note.text());
                print.addAll(note.attachments());
            }
            case Move move -> {
                print.add("move", move.action());
                print.addAll(move.fields());
            }
            case Assign assign -> print.add("assign", assign.team(), assign.assignee());
            case Prioritize prioritize -> print.add("prioritize", prioritize.priority());
            case Classify classify -> print.add("classify", classify.kind());
            case ChangeTags tags -> {
                print.add("tags");
                print.addAll(new TreeSet<>(tags.add()));
                print.addAll(new TreeSet<>(tags.remove()));
            }
            case SetFields set -> {
                print.add("fields");
                print.addAll(set.fields());
                print.addAll(new TreeSet<>(set.clear()));
            }
            case Snooze snooze -> print.add("snooze", snooze.until());
            case Rate rate -> print.add("rate", rate.score(), rate.text());
            case AddParticipant add -> print.add("add-participant", add.participant(), add.participation());
            case RemoveParticipant remove -> print.add("remove-participant", remove.participant());
            case ChangeWorkflow change -> {
                WorkflowMap map = change.map();
                print.add("workflow", map.from(), map.to());
                print.addAll(map.targets().entrySet().stream()
                        .collect(Collectors.toMap(each -> each.getKey().name(), each -> each.getValue().name())));
            }
            case ApplyMacro apply -> print.add("macro", apply.macro());
            case Merge merge -> print.add("merge", merge.into());
            case Unmerge unmerge -> print.add("unmerge");
            case Split split -> {
                print.add("split", split.subject(), split.kind());
                print.addAll(new TreeSet<>(split.messages()));
            }
            case Link link -> print.add("link", link.other(), link.type());
            case Unlink unlink -> print.add("unlink", unlink.other());
        }
        return print.hex();
    }

    private void addAll(List<Attachment> attachments) {
        add(attachments.size());
        attachments.forEach(file -> add(file.name(), file.mediaType(), file.size(), file.reference()));
    }

    private void addAll(Collection<?> values) {
        add(values.size());
        values.forEach(this::add);
    }

    private void addAll(Map<String, String> fields) {
        add(fields.size());
        new TreeMap<>(fields).forEach(this::add);
    }

    private void add(Object... values) {
        for (Object value : values) {
            byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
            // the length first, so that "ab" and "c" differ from "a" and "bc"
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
    }

    private String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
