package io.opora.spring;

import io.opora.jpa.JpaStorage;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Adds the package of our entities to those that the application scans: to what its {@code @EntityScan} names, if it has one, because
 * nothing else is scanned then, or else to its own packages. So neither loses any.
 */
final class SupportEntities implements ImportBeanDefinitionRegistrar {

    /** Boot 4, then Boot 3. Each is the name of its bean, too. */
    private static final List<String> SCANS = List.of(
            "org.springframework.boot.persistence.autoconfigure.EntityScanPackages",
            "org.springframework.boot.autoconfigure.domain.EntityScanPackages");

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        String ours = JpaStorage.entities().getFirst().getPackageName();
        SCANS.stream().filter(registry::containsBeanDefinition).findFirst().ifPresentOrElse(
                scan -> add(scan, registry, ours), () -> AutoConfigurationPackages.register(registry, ours));
    }

    /** By name, because the class has moved between the two. */
    private static void add(String scan, BeanDefinitionRegistry registry, String ours) {
        Class<?> type = ClassUtils.resolveClassName(scan, SupportEntities.class.getClassLoader());
        Method register = ClassUtils.getMethod(type, "register", BeanDefinitionRegistry.class, Collection.class);
        ReflectionUtils.invokeMethod(register, null, registry, List.of(ours));
    }
}
