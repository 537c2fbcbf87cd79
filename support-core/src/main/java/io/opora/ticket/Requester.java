package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.access.ActorId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import java.util.Optional;

/**
 * The person who asked, with what is needed to answer them.
 *
 * @param id the host's id of the person, the same as that of the {@link io.opora.access.Actor} they act as
 * @param name how to address them; at most 200 characters
 * @param email where to write to; at most 254 characters
 * @param phone where to call, in any notation; at most 40 characters
 * @param consent what they agreed to, if they were asked
 */
public record Requester(
        ActorId id,
        Optional<@Line(max = 200) String> name,
        Optional<@Line(max = 254) @Email(message = "must be an e-mail address") String> email,
        Optional<@Line(max = 40) String> phone,
        Optional<@Valid Consent> consent) {

    /** Checks that nothing is missing; the desk checks the texts when the requester comes in with a command. */
    public Requester {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(email, "email");
        requireNonNull(phone, "phone");
        requireNonNull(consent, "consent");
    }

    /**
     * A person of whom nothing but the id is known.
     *
     * @param id the host's id
     * @return the requester
     */
    public static Requester of(ActorId id) {
        return new Requester(id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A person of whom nothing but the id is known.
     *
     * @param id the host's id
     * @return the requester
     * @throws io.opora.InvalidInputException if the id is no {@link ActorId}
     */
    public static Requester of(String id) {
        return of(ActorId.of(id));
    }

    /**
     * The same person with a name.
     *
     * @param name how to address them
     * @return the requester
     */
    public Requester withName(String name) {
        return new Requester(id, Optional.of(name), email, phone, consent);
    }

    /**
     * The same person with an e-mail address.
     *
     * @param email where to write to
     * @return the requester
     */
    public Requester withEmail(String email) {
        return new Requester(id, name, Optional.of(email), phone, consent);
    }

    /**
     * The same person with a telephone number.
     *
     * @param phone where to call
     * @return the requester
     */
    public Requester withPhone(String phone) {
        return new Requester(id, name, email, Optional.of(phone), consent);
    }

    /**
     * The same person with a recorded consent.
     *
     * @param consent what they agreed to
     * @return the requester
     */
    public Requester withConsent(Consent consent) {
        return new Requester(id, name, email, phone, Optional.of(consent));
    }

    /** {@return the id alone: contact data does not belong into logs} */
    @Override
    public String toString() {
        return "Requester[" + id + "]";
    }
}
