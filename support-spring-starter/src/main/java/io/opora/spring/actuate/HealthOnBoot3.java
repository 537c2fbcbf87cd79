package io.opora.spring.actuate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * The desk's health for Spring Boot 3. Its types have moved in 4, and one class path holds one version: so the starter, which is compiled
 * with 4, implements those of 3 by name.
 */
final class HealthOnBoot3 implements FactoryBean<Object> {

    static final String TYPE = "org.springframework.boot.actuate.health.HealthIndicator";
    private static final String HEALTH = "org.springframework.boot.actuate.health.Health";

    private final DeskHealth health;
    private final Class<?> type = ClassUtils.resolveClassName(TYPE, HealthOnBoot3.class.getClassLoader());

    HealthOnBoot3(DeskHealth health) {
        this.health = health;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // what a proxy equals is itself
    public Object getObject() {
        InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
            case "health" -> answer();
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "The health of the support desk";
            default -> InvocationHandler.invokeDefault(proxy, method, args);
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler);
    }

    private Object answer() throws ReflectiveOperationException {
        DeskHealth.Found found = health.look();
        Class<?> answers = ClassUtils.resolveClassName(HEALTH, type.getClassLoader());
        Object builder = found.failure().isPresent()
                ? call(answers.getMethod("down", Throwable.class), null, found.failure().get())
                : call(answers.getMethod("up"), null);
        Object detailed = call(builder.getClass().getMethod("withDetails", Map.class), builder, found.details());
        return call(detailed.getClass().getMethod("build"), detailed);
    }

    private static Object call(Method method, @Nullable Object on, Object... arguments)
            throws IllegalAccessException, InvocationTargetException {
        return method.invoke(on, arguments);
    }

    @Override
    public Class<?> getObjectType() {
        return type;
    }

    /** What a native image has to hold of the types that are known here by their names alone. */
    static final class Hints implements RuntimeHintsRegistrar {

        /** For Spring. */
        Hints() {}

        @Override
        public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
            hints.proxies().registerJdkProxy(TypeReference.of(TYPE));
            hints.reflection().registerType(TypeReference.of(TYPE));
            for (String called : List.of(HEALTH, HEALTH + "$Builder")) {
                hints.reflection().registerType(TypeReference.of(called), MemberCategory.INVOKE_PUBLIC_METHODS);
            }
        }
    }

    /** Defines the bean so that its type is known without making it. */
    static final class Registrar implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            if (!registry.containsBeanDefinition(SupportActuatorAutoConfiguration.HEALTH)) {
                RootBeanDefinition definition = new RootBeanDefinition(HealthOnBoot3.class);
                definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
                definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE,
                        ClassUtils.resolveClassName(TYPE, HealthOnBoot3.class.getClassLoader()));
                registry.registerBeanDefinition(SupportActuatorAutoConfiguration.HEALTH, definition);
            }
        }
    }
}
