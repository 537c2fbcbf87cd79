package io.opora.storage;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Replaces values anywhere inside records and collections: what a careless store does to what it is given. */
final class Rewriting {

    private Rewriting() {}

    /** {@return the same with every value, from the innermost on, replaced by what the step makes of it} */
    static <T> T of(T value, UnaryOperator<Object> step) {
        @SuppressWarnings("unchecked") // steps keep the type
        T rewritten = (T) step.apply(inside(value, step));
        return rewritten;
    }

    private static Object inside(Object value, UnaryOperator<Object> step) {
        return switch (value) {
            case Record r -> record(r, step);
            case Optional<?> o -> o.map(content -> of((Object) content, step));
            case List<?> l -> {
                List<Object> copy = new ArrayList<>();
                l.forEach(element -> copy.add(of((Object) element, step)));
                yield copy;
            }
            case Set<?> s -> {
                Set<Object> copy = new LinkedHashSet<>();
                s.forEach(element -> copy.add(of((Object) element, step)));
                yield copy;
            }
            case Map<?, ?> m -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                m.forEach((key, content) -> copy.put(key, of((Object) content, step)));
                yield copy;
            }
            default -> value;
        };
    }

    private static Object record(Record value, UnaryOperator<Object> step) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        try {
            Object[] contents = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                contents[i] = of(components[i].getAccessor().invoke(value), step);
            }
            return value.getClass()
                    .getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(contents);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot rewrite a " + value.getClass().getSimpleName(), e);
        }
    }
}
