package io.opora.spring;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Where properties were set: in which line of which file, or in what else. */
final class Origins {

    /** The properties that name files of which a desk is built. */
    private static final Set<String> FILES = Set.of("workflow", "workflows", "known-workflows", "fields", "access",
            "routing", "macros", "automation", "sla", "calendars");

    private final List<ConfigurationPropertySource> sources;

    /** @param environment where the properties are; none if it is not known */
    Origins(@Nullable Environment environment) {
        sources = environment instanceof ConfigurableEnvironment configurable
                ? StreamSupport
                        .stream(ConfigurationPropertySources.from(configurable.getPropertySources()).spliterator(),
                                false)
                        .toList()
                : List.of();
    }

    /** {@return where it was set, or what it is a part of, such as the list whose element it is; empty if nobody knows} */
    Optional<String> of(String property) {
        for (ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.'); name
                .getNumberOfElements() > 1; name = name.getParent()) {
            for (ConfigurationPropertySource source : sources) {
                ConfigurationProperty found = source.getConfigurationProperty(name);
                if (found != null) {
                    return Optional.ofNullable(found.getOrigin()).map(Origins::told);
                }
            }
        }
        return Optional.empty();
    }

    /** {@return where it was set, as the end of a sentence that tells of the property; nothing if nobody knows} */
    String behind(String property) {
        return of(property).map(origin -> " (set in " + origin + ")").orElse("");
    }

    /** {@return the files that the properties name, one a line, with where they do; nothing if there are none} */
    String files() {
        Set<String> names = sources.stream().filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(name -> name.getNumberOfElements() > 1
                        && name.getElement(0, ConfigurationPropertyName.Form.UNIFORM).equals("support")
                        && FILES.contains(name.getElement(1, ConfigurationPropertyName.Form.DASHED)))
                .map(ConfigurationPropertyName::toString).collect(Collectors.toCollection(TreeSet::new));
        return names.stream().map(name -> "\n  - '" + name + "'" + behind(name)).collect(Collectors.joining());
    }

    private static String told(Origin origin) {
        if (origin instanceof OriginProvider provider && provider.getOrigin() != null) {
            return told(provider.getOrigin()); // what a source of properties says of it
        }
        return origin instanceof TextResourceOrigin text && text.getLocation() != null && text.getResource() != null
                ? "line " + (text.getLocation().getLine() + 1) + " of " + text.getResource().getDescription()
                : origin.toString();
    }
}
