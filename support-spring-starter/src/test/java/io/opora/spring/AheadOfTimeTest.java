package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.ticket.TicketCommand;
import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.FieldHint;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ClassUtils;

/** What a native image is told. */
class AheadOfTimeTest {

    private static RuntimeHints hints() {
        RuntimeHints hints = new RuntimeHints();
        new SupportRuntimeHints().registerHints(hints, AheadOfTimeTest.class.getClassLoader());
        return hints;
    }

    @ParameterizedTest
    @ValueSource(strings = {"io/opora/jpa/*.sql", "io/opora/lucene/*.txt", "io/opora/spring/web/*.json",
            "org/apache/lucene/analysis/snowball/*_stop.txt"})
    void everyFileThatIsReadFromTheClassPathIsInIt(String pattern) throws Exception {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath*:" + pattern);
        assertThat(files).isNotEmpty();
        String folder = pattern.substring(0, pattern.lastIndexOf('/') + 1);
        assertThat(files).allSatisfy(file -> assertThat(
                RuntimeHintsPredicates.resource().forResource(folder + file.getFilename())).accepts(hints()));
    }

    @Test
    void soAreTheMessagesOfConstraints() {
        assertThat(RuntimeHintsPredicates.resource().forBundle("org.hibernate.validator.ValidationMessages"))
                .accepts(hints());
    }

    /** All types of the tickets' package, nested ones too. */
    private static List<Class<?>> types() throws Exception {
        String room = TicketCommand.class.getPackageName().replace('.', '/') + '/';
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath*:" + room + "*.class"))
                .map(Resource::getFilename).map(String::valueOf).filter(name -> !name.contains("-info"))
                .<Class<?>>map(name -> ClassUtils.resolveClassName(
                        room.replace('/', '.') + name.substring(0, name.length() - ".class".length()),
                        AheadOfTimeTest.class.getClassLoader()))
                .toList();
    }

    private static boolean isConstrained(AnnotatedElement element) {
        return Stream.of(element.getAnnotations()).map(Annotation::annotationType)
                .anyMatch(type -> type.isAnnotationPresent(Constraint.class) || type.getSimpleName().equals("Valid"));
    }

    @Test
    void everyTypeWithConstraintsCanBeReadByReflection() throws Exception {
        List<Class<?>> constrained = types().stream().filter(type -> type.isRecord()
                && Stream.of(type.getRecordComponents()).map(RecordComponent::getAccessor)
                        .anyMatch(AheadOfTimeTest::isConstrained))
                .toList();
        assertThat(constrained).hasSizeGreaterThan(5);
        assertThat(constrained).allSatisfy(type -> {
            assertThat(RuntimeHintsPredicates.reflection().onType(type)
                    .withMemberCategories(MemberCategory.INVOKE_DECLARED_METHODS)).accepts(hints());
            assertThat(requireNonNull(hints().reflection().getTypeHint(type)).fields().map(FieldHint::getName))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(type.getDeclaredFields()).map(Field::getName).toList());
        });
    }

    @Test
    void everyConstraintOfOurOwnIsInItAndSoIsWhatChecksIt() throws Exception {
        List<Class<?>> constraints = types().stream().filter(type -> type.isAnnotationPresent(Constraint.class))
                .toList();
        assertThat(constraints).hasSizeGreaterThan(3);
        assertThat(constraints).allSatisfy(type -> {
            assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints());
            assertThat(type.getAnnotation(Constraint.class).validatedBy()).allSatisfy(
                    validator -> assertThat(RuntimeHintsPredicates.reflection().onType(validator)).accepts(hints()));
        });
    }

    @Test
    void aDeskInAnApplicationIsProcessedAheadOfTime() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("io.opora.spring", "Host")), files);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of("support.storage=memory").applyTo(context);
        context.register(SupportFaqIndexAutoConfiguration.class, SupportAutoConfiguration.class);

        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();

        assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
                .anyMatch(name -> name.endsWith("/SupportAutoConfiguration__BeanDefinitions.java"));
        assertThat(RuntimeHintsPredicates.resource().forResource("io/opora/jpa/h2-v1.sql"))
                .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onType(SupportProperties.class))
                .as("bound by its constructor").accepts(generation.getRuntimeHints());
    }

    @Test
    void soIsOneWithEverythingThatTheStarterCouldWorkWith() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("io.opora.spring", "Host")), files);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(Boot.everything().stream().map(property -> property.substring(2)).toList())
                .applyTo(context);
        context.register(Boot.Everything.class);

        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();

        assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet()).map(name -> name.replaceFirst(".*/", ""))
                .contains("SupportAutoConfiguration__BeanDefinitions.java",
                        "SupportJpaAutoConfiguration__BeanDefinitions.java",
                        "SupportFaqIndexAutoConfiguration__BeanDefinitions.java",
                        "SupportMailAutoConfiguration__BeanDefinitions.java",
                        "SupportWebhookAutoConfiguration__BeanDefinitions.java",
                        "SupportActuatorAutoConfiguration__BeanDefinitions.java",
                        "SupportMetricsAutoConfiguration__BeanDefinitions.java");
        boolean boot3 = ClassUtils.isPresent("org.springframework.boot.actuate.health.HealthIndicator",
                AheadOfTimeTest.class.getClassLoader());
        assertThat(generation.getRuntimeHints().proxies().jdkProxyHints()
                .anyMatch(proxy -> proxy.getProxiedInterfaces().toString().contains("HealthIndicator")))
                .isEqualTo(boot3);
    }
}
