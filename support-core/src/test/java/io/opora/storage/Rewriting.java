package io.opora.storage;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Replaces values anywhere inside records and collections: what a careless store does to what it is given. */
final class Rewriting {

    /** How to take a record apart and to put it together. */
    private record Shape(List<Method> accessors, Constructor<?> constructor) {

        static Shape of(Class<?> type) {
            List<RecordComponent> components = List.of(type.getRecordComponents());
            try {
                return new Shape(components.stream().map(RecordComponent::getAccessor).toList(),
                        type.getDeclaredConstructor(
                                components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new)));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

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
        Shape shape = SHAPES.get(value.getClass());
        try {
            Object[] contents = new Object[shape.accessors().size()];
            for (int i = 0; i < contents.length; i++) {
                contents[i] = of(shape.accessors().get(i).invoke(value), step);
            }
            return shape.constructor().newInstance(contents);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot rewrite a " + value.getClass().getSimpleName(), e);
        }
    }
}
