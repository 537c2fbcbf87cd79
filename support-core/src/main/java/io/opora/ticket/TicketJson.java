package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.opora.StorageException;
import io.opora.Tag;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.routing.Assignment;
import io.opora.sla.SlaPolicy;
import io.opora.workflow.Workflow;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;

/**
 * Headers and events of tickets, the turns of teams and changes of the configuration, as JSON, for stores that keep texts and for whoever takes tickets elsewhere. What is read equals
 * what was written: texts to the character, instants to the microsecond. Equal values are written alike.
 *
 * <p>
 * The form is that of the types themselves: components by their names, ids as bare texts, which event it is under {@code event},
 * which kind of value under {@code type}. Components that are added later will be optional, so that what was written before can be read for ever.
 */
public final class TicketJson {

    private static final JsonMapper MAPPER = mapper();

    private TicketJson() {}

    /**
     * Writes a header.
     *
     * @param ticket the header
     * @return its text, in one line
     */
    public static String write(Ticket ticket) {
        return write(requireNonNull(ticket, "ticket"), Ticket.class);
    }

    /**
     * Writes an event.
     *
     * @param event the event
     * @return its text, in one line
     */
    public static String write(TicketEvent event) {
        return write(requireNonNull(event, "event"), TicketEvent.class);
    }

    /**
     * Reads a header.
     *
     * @param text what {@link #write(Ticket)} wrote
     * @return the header
     * @throws StorageException if it was not written by that
     */
    public static Ticket readTicket(String text) {
        return read(text, Ticket.class);
    }

    /**
     * Reads an event.
     *
     * @param text what {@link #write(TicketEvent)} wrote
     * @return the event
     * @throws StorageException if it was not written by that
     */
    public static TicketEvent readEvent(String text) {
        return read(text, TicketEvent.class);
    }

    /**
     * Writes the turns of a team.
     *
     * @param turns the turns
     * @return their text, in one line
     */
    public static String write(Assignment.Turns turns) {
        return write(requireNonNull(turns, "turns"), Assignment.Turns.class);
    }

    /**
     * Reads the turns of a team.
     *
     * @param text what {@link #write(Assignment.Turns)} wrote
     * @return the turns
     * @throws StorageException if it was not written by that
     */
    public static Assignment.Turns readTurns(String text) {
        return read(text, Assignment.Turns.class);
    }

    /**
     * Writes a change of the configuration.
     *
     * @param change the change
     * @return its text, in one line
     */
    public static String write(Configuration.Change change) {
        return write(requireNonNull(change, "change"), Configuration.Change.class);
    }

    /**
     * Reads a change of the configuration.
     *
     * @param text what {@link #write(Configuration.Change)} wrote
     * @return the change
     * @throws StorageException if it was not written by that
     */
    public static Configuration.Change readChange(String text) {
        return read(text, Configuration.Change.class);
    }

    private static String write(Object value, Class<?> type) {
        return MAPPER.writerFor(type).writeValueAsString(value);
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(requireNonNull(text, "text"), type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            // without the exception and its message, which quote what people wrote
            throw new StorageException("What is stored as " + type.getSimpleName() + " cannot be read: "
                    + e.getClass().getSimpleName() + " at " + where(e), null);
        }
        throw new StorageException("What is stored as " + type.getSimpleName() + " is nothing", null);
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null ? "an unknown place" : "column " + e.getLocation().getColumnNr();
    }

    private static JsonMapper mapper() {
        SimpleModule module = new SimpleModule("opora") {
            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addValueInstantiators(new RecordMakers());
            }
        };
        bare(module, TicketId.class, TicketId::of);
        bare(module, ActorId.class, ActorId::of);
        bare(module, SecretLink.Id.class, SecretLink.Id::of);
        bare(module, TeamId.class, TeamId::of);
        bare(module, Tag.class, Tag::of);
        bare(module, Role.class, Role::of);
        bare(module, Channel.class, Channel::of);
        bare(module, RequestKind.class, RequestKind::of);
        bare(module, Workflow.Ref.class, Workflow.Ref::of);
        bare(module, TicketNumber.class, TicketNumber::of);
        bare(module, Locale.class, Locale::forLanguageTag, Locale::toLanguageTag);
        bare(module, LocalDate.class, LocalDate::parse, LocalDate::toString);
        bare(module, Instant.class, TicketJson::instant);
        family(module, TicketEvent.class, Event.class);
        family(module, FieldValue.class, Typed.class);
        family(module, SlaPolicy.Action.class, Typed.class);
        module.addSerializer(Set.class, new SortedSet());
        JsonMapper.Builder builder = JsonMapper.builder().addModule(module);
        for (Class<?> type : List.of(String.class, List.class, Set.class, Map.class)) {
            builder.withConfigOverride(type,
                    what -> what.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        }
        return builder
                .changeDefaultVisibility(visibility -> visibility.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                        .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                        .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
                .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_EMPTY))
                // what a later version wrote would be lost with the next change of the ticket
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // maps have no order of their own
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
    }

    /** As {@link Instant#parse}, which takes many forms and a tenth of the time of reading a header for each, in the one that is written. */
    private static Instant instant(String text) {
        int end = text.length() - 1;
        if (end < 19 || end > 29 || text.charAt(end) != 'Z' || text.charAt(4) != '-' || text.charAt(7) != '-'
                || text.charAt(10) != 'T' || text.charAt(13) != ':' || text.charAt(16) != ':'
                || (end > 19 && text.charAt(19) != '.')) {
            return Instant.parse(text);
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int fraction = end == 19 ? 0 : digits(text, 20, end);
        if (year < 0 || month < 1 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0
                || second > 59
                || fraction < 0) {
            return Instant.parse(text);
        }
        for (int place = Math.max(end, 20); place < 29; place++) {
            fraction *= 10;
        }
        return Instant.ofEpochSecond(
                LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second, fraction);
    }

    /** {@return the number that stands there; a negative one if something else does} */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static void family(SimpleModule module, Class<?> family, Class<?> mixIn) {
        module.setMixInAnnotation(family, mixIn);
        concrete(family).forEach(type -> module.registerSubtypes(new NamedType(type, type.getSimpleName())));
    }

    /** The records of a sealed family, whatever stands between. */
    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(TicketJson::concrete)
                : Stream.of(type);
    }

    private static <T> void bare(SimpleModule module, Class<T> type, Function<String, T> reader) {
        bare(module, type, reader, Object::toString);
    }

    private static <T> void bare(SimpleModule module, Class<T> type, Function<String, T> reader,
            Function<T, String> writer) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeString(writer.apply(value));
            }
        });
        module.addKeySerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeName(writer.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                return reader.apply(parser.getString());
            }
        });
        module.addKeyDeserializer(type, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return reader.apply(key);
            }
        });
    }

    /** Writes sets in one order, whatever order they have in memory; all of them hold ids, names or numbers. */
    @SuppressWarnings("rawtypes") // serializers are found by the raw type
    private static final class SortedSet extends ValueSerializer<Set> {

        @Override
        public boolean isEmpty(SerializationContext context, Set value) {
            return value.isEmpty();
        }

        @Override
        public void serialize(Set value, JsonGenerator generator, SerializationContext context) {
            List<Object> sorted = new ArrayList<>();
            for (Object element : value) {
                sorted.add(element);
            }
            sorted.sort(Comparator.comparing((Object element) -> element instanceof Long number ? number : 0L)
                    .thenComparing(Object::toString));
            generator.writeStartArray();
            for (Object element : sorted) {
                context.writeValue(generator, element);
            }
            generator.writeEndArray();
        }
    }

    /** Makes records by a handle that was prepared once, where Jackson prepares one for each record: a fifth of the time of reading. */
    private static final class RecordMakers extends ValueInstantiators.Base {

        @Override
        public ValueInstantiator modifyValueInstantiator(DeserializationConfig config,
                BeanDescription.Supplier description, ValueInstantiator usual) {
            Class<?> type = description.getBeanClass();
            return type.isRecord() && usual instanceof StdValueInstantiator standard
                    ? new RecordMaker(standard, type)
                    : usual;
        }
    }

    private static final class RecordMaker extends StdValueInstantiator {

        private final transient MethodHandle constructor;

        RecordMaker(StdValueInstantiator usual, Class<?> type) {
            super(usual);
            Class<?>[] components = Stream.of(type.getRecordComponents()).map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                constructor = MethodHandles.lookup()
                        .findConstructor(type, MethodType.methodType(void.class, components))
                        .asSpreader(Object[].class, components.length)
                        .asType(MethodType.methodType(Object.class, Object[].class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("A record that is kept has no constructor for us: " + type.getName(),
                        e);
            }
        }

        @Override
        public Object createFromObjectWith(DeserializationContext context, Object[] components) {
            try {
                return (Object) constructor.invokeExact(components);
            } catch (Throwable e) { // what a handle throws is not declared
                return context.handleInstantiationProblem(getValueClass(), null, rewrapCtorProblem(context, e));
            }
        }
    }

    /** How events tell themselves apart; one of them has a component that is called "type". */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
    private interface Event {}

    /** How the records of other sealed families tell themselves apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Typed {}
}
