package io.opora.ticket;

import io.opora.Reason;
import io.opora.Spelling;
import io.opora.Violation;
import io.opora.access.Role;
import io.opora.workflow.Effect;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The fields that the tickets of a desk may have beyond those that every ticket has, checked together. What the workflows of a
 * desk ask for and nobody declared, such as {@code resolution}, is a text; only the staff see it, unless customers are asked
 * for it. Anything else that is given under a name that is not here is refused, with the name that was most likely meant.
 *
 * <p>
 * A set is refused with a list of everything that is wrong with it (the first 1,000 findings), each with a path such as
 * {@code fields[2].options[0].name}. The codes: {@code field-name}, {@code option-name}, {@code kind-name},
 * {@code action-name}, {@code duplicate}, {@code missing}, {@code too-many}, {@code label}, {@code locale}, {@code length},
 * {@code range}, {@code decimals}; in JSON also {@code date}, {@code json-syntax}, {@code duplicate-field}, {@code unknown-field},
 * {@code wrong-type}, {@code unknown-value}, {@code json-too-long}, {@code json-limit}; and {@code unknown-action} when a desk
 * is built none of whose workflows has an action that a field is required on.
 *
 * <p>
 * The form of the JSON, of which only {@code name} and {@code type} are needed:
 *
 * {@snippet lang=json :
 * { "fields": [
 *   { "name": "order-number", "type": "text", "minLength": 4, "maxLength": 20,
 *     "labels": { "en": "Order number", "ru": "Номер заказа" },
 *     "visibleToCustomers": true, "requiredFor": [ "return" ], "requiredOn": [ "pay-out" ] },
 *   { "name": "amount", "type": "number", "min": 0, "max": 99999.99, "decimals": 2 },
 *   { "name": "bought-on", "type": "date", "first": "2020-01-01", "last": "2099-12-31" },
 *   { "name": "pending-reason", "type": "choice",
 *     "options": [ { "name": "photo", "labels": { "en": "Waiting for a photo" } }, { "name": "address" } ] },
 *   { "name": "gift", "type": "flag" }
 * ] }
 * }
 *
 * <p>
 * Immutable and safe for use by any number of threads.
 */
public final class FieldSet {

    /** How many fields may be declared. */
    public static final int MAX_FIELDS = 200;

    /** The longest JSON, in characters. */
    public static final int MAX_JSON_LENGTH = 1_000_000;

    private static final FieldSet NONE = new FieldSet(List.of());
    private static final Reading NOTHING = new Reading(Map.of(), Map.of());

    private final Map<String, FieldDefinition> byName = new LinkedHashMap<>();

    private FieldSet(Collection<FieldDefinition> definitions) {
        definitions.forEach(definition -> byName.put(definition.name(), definition));
    }

    /** {@return a set without fields} */
    public static FieldSet none() {
        return NONE;
    }

    /**
     * Checks fields together.
     *
     * @param definitions the fields, in the order in which they are shown
     * @return the set
     * @throws io.opora.InvalidInputException listing every defect, in the order of the definitions
     */
    public static FieldSet of(FieldDefinition... definitions) {
        return of(List.of(definitions));
    }

    /**
     * Checks fields together.
     *
     * @param definitions the fields, in the order in which they are shown
     * @return the set
     * @throws io.opora.InvalidInputException listing every defect, in the order of the definitions
     */
    public static FieldSet of(List<FieldDefinition> definitions) {
        FieldSetCheck.of(definitions).refuse("fields");
        return new FieldSet(definitions);
    }

    /**
     * Reads fields from JSON of the form shown above, strictly.
     *
     * @param json the text, of at most {@value #MAX_JSON_LENGTH} characters
     * @return the set
     * @throws io.opora.InvalidInputException listing everything that is wrong with the text or with the fields
     */
    public static FieldSet fromJson(String json) {
        return new FieldSet(FieldSetJson.read(json));
    }

    /** {@return these fields as JSON, which {@link #fromJson} reads back to the same} */
    public String toJson() {
        return FieldSetJson.write(definitions());
    }

    /** {@return the fields, in the order in which they are shown} */
    public List<FieldDefinition> definitions() {
        return List.copyOf(byName.values());
    }

    /**
     * Finds a field.
     *
     * @param name the field's name
     * @return the field, or empty if there is none of this name
     */
    public Optional<FieldDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** This set and what workflows name beyond it. */
    FieldSet with(Collection<Workflow> workflows) {
        Set<String> undeclared = new TreeSet<>();
        workflows.forEach(workflow -> undeclared.addAll(namedBy(workflow)));
        undeclared.removeAll(byName.keySet());
        if (undeclared.isEmpty()) {
            return this;
        }
        Set<String> askedOfCustomers = workflows.stream().flatMap(workflow -> workflow.transitions().stream())
                .filter(transition -> transition.roles().contains(Role.CUSTOMER))
                .flatMap(transition -> transition.requiredFields().stream()).collect(Collectors.toSet());
        List<FieldDefinition> all = new ArrayList<>(byName.values());
        undeclared.forEach(name -> all.add(new FieldDefinition(name, FieldDefinition.Type.text(), Map.of(),
                askedOfCustomers.contains(name), Set.of(), Set.of())));
        return new FieldSet(all);
    }

    /** The fields that a workflow asks for or empties: those that tell about its moves. */
    static Set<String> namedBy(Workflow workflow) {
        Set<String> names = new TreeSet<>();
        for (Transition transition : workflow.transitions()) {
            names.addAll(transition.requiredFields());
            for (Effect effect : transition.effects()) {
                if (effect instanceof Effect.ClearField clear) {
                    names.add(clear.field());
                }
            }
        }
        return names;
    }

    /** Which fields are required on which action. */
    Map<String, Set<String>> requiredOn() {
        Map<String, Set<String>> required = new HashMap<>();
        byName.values().forEach(definition -> definition.requiredOn()
                .forEach(action -> required.computeIfAbsent(action, missing -> new TreeSet<>())
                        .add(definition.name())));
        return required;
    }

    /** What is wrong with the actions that fields are required on, given that these are all there are. */
    List<Violation> unknownActions(Collection<Workflow> workflows) {
        Set<String> known = new TreeSet<>();
        workflows.forEach(
                workflow -> workflow.transitions().forEach(transition -> known.add(transition.action())));
        List<Violation> unknown = new ArrayList<>();
        int index = 0;
        for (FieldDefinition definition : byName.values()) {
            for (String action : new TreeSet<>(definition.requiredOn())) {
                if (!known.contains(action)) {
                    unknown.add(
                            new Violation("fields[" + index + "].requiredOn", "unknown-action", "no workflow has the"
                                    + " action " + Spelling.quote(action) + Spelling.hintFor(action, known)));
                }
            }
            index++;
        }
        return unknown;
    }

    boolean isRequiredFor(RequestKind kind, String name) {
        FieldDefinition definition = byName.get(name);
        return definition != null && definition.requiredFor().contains(kind);
    }

    /** What customers may see of what is filled in. */
    Map<String, FieldValue> visibleToCustomers(Map<String, FieldValue> values) {
        Map<String, FieldValue> visible = new HashMap<>(values);
        visible.keySet().removeIf(name -> !isKnown(name, true));
        return visible;
    }

    private Optional<FieldDefinition> find(String name, boolean byCustomer) {
        return find(name).filter(definition -> !byCustomer || definition.visibleToCustomers());
    }

    boolean isKnown(String name, boolean byCustomer) {
        return find(name, byCustomer).isPresent();
    }

    /**
     * What somebody gave, read as the fields ask.
     *
     * @param values what could be read
     * @param faults what is wrong, by the field's name, in the order of names
     */
    record Reading(Map<String, FieldValue> values, Map<String, Reason> faults) {

        /** The faults as faults of an input. */
        List<Violation> violations() {
            return faults.entrySet().stream().map(fault -> new Violation(
                    "fields[" + Spelling.shorten(fault.getKey()) + "]", fault.getValue().code(),
                    fault.getValue().message())).toList();
        }
    }

    /** Reads what somebody gave. */
    Reading read(Map<String, String> given, boolean byCustomer) {
        if (given.isEmpty()) {
            return NOTHING;
        }
        Map<String, FieldValue> values = new HashMap<>();
        Map<String, Reason> faults = new TreeMap<>();
        given.forEach((name, text) -> {
            Optional<FieldDefinition> definition = find(name, byCustomer);
            if (definition.isEmpty()) {
                faults.put(name, unknown(name, byCustomer));
            } else {
                FieldReading.read(definition.get().type(), text).ifPresentOrElse(value -> values.put(name, value),
                        () -> faults.put(name, FieldReading.fault(definition.get(), text)));
            }
        });
        return new Reading(values, faults);
    }

    /** Reads what somebody gave when opening a ticket of a kind, which may require more than they gave. */
    Reading read(Map<String, String> given, RequestKind kind, boolean byCustomer) {
        Reading reading = read(given, byCustomer);
        Map<String, Reason> faults = new TreeMap<>(reading.faults());
        byName.forEach((name, definition) -> {
            if (definition.requiredFor().contains(kind) && !given.containsKey(name)
                    && isKnown(name, byCustomer)) {
                faults.put(name, new Reason("field-required", "A ticket of the kind '{kind}' needs the field '{field}'",
                        Map.of("kind", kind.name(), "field", name)));
            }
        });
        return faults.size() == reading.faults().size() ? reading : new Reading(reading.values(), faults);
    }

    /** That there is no such field, and which one was probably meant. */
    Reason unknown(String name, boolean byCustomer) {
        List<String> known = byName.keySet().stream().filter(each -> isKnown(each, byCustomer)).toList();
        return new Reason("unknown-field", "There is no field '{field}'{hint}",
                Map.of("field", Spelling.shorten(name), "hint", Spelling.hintFor(name, known), "allowed", known));
    }
}
