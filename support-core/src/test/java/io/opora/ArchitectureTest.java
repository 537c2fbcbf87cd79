package io.opora;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.opora.ticket.CustomerView;
import io.opora.ticket.Note;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.opora", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Which room may use which, beside the ground and itself. The names of rooms that are still to come are here too. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("access", Set.of()),
            Map.entry("event", Set.of()),
            Map.entry("condition", Set.of()),
            Map.entry("routing", Set.of("condition")),
            Map.entry("workflow", Set.of("access")),
            Map.entry("sla", Set.of("condition")),
            Map.entry("reply", Set.of("condition")),
            Map.entry("faq", Set.of("condition")),
            Map.entry("ticket", Set.of("workflow", "sla", "routing", "event", "access", "condition")),
            // the features' SPIs, and what those speak of
            Map.entry("storage",
                    Set.of("ticket", "faq", "reply", "sla", "event", "workflow", "access", "routing")),
            Map.entry("report", Set.of("ticket", "sla", "workflow", "access")),
            Map.entry("desk", Set.of("report", "storage", "ticket", "faq", "reply", "sla", "workflow", "routing",
                    "condition", "access", "event")));

    @ArchTest
    static void arrowsRunOneWay(JavaClasses all) {
        MAY_USE.forEach((room, others) -> classes().that().resideInAPackage("io.opora." + room + "..")
                .should().onlyDependOnClassesThat(not(resideInAPackage("io.opora.."))
                        .or(resideInAnyPackage(packages(room, others))))
                .allowEmptyShould(true).check(all));
    }

    private static String[] packages(String room, Set<String> others) {
        return Stream.concat(Stream.of("io.opora", "io.opora." + room + ".."),
                others.stream().map(other -> "io.opora." + other + "..")).toArray(String[]::new);
    }

    @ArchTest
    static void everyRoomIsOnThePlan(JavaClasses all) {
        Set<String> rooms = new HashSet<>();
        all.forEach(type -> {
            String[] parts = type.getPackageName().split("\\.", -1);
            if (parts.length > 2) {
                rooms.add(parts[2]);
            }
        });
        assertThat(MAY_USE.keySet()).containsAll(rooms);
    }

    @ArchTest
    static final ArchRule THE_GROUND_STANDS_ON_NO_ROOM = noClasses().that().resideInAPackage("io.opora")
            .should().dependOnClassesThat().resideInAPackage("io.opora.*..");

    private static final String[] WHAT_THE_CORE_BRINGS = {"io.opora..", "java..", "jakarta.validation..",
            "org.hibernate.validator..", "org.jspecify..", "org.slf4j..", "tools.jackson..",
            "com.fasterxml.jackson.annotation..", "com.samskivert.mustache.."};

    private static final String JOLLYDAY = "io.opora.sla.JollydayHolidays";
    private static final String MARKDOWN = "io.opora.faq.Markdown";

    @ArchTest
    static final ArchRule NO_FRAMEWORK_IN_THE_CORE = classes().that(not(named(JOLLYDAY))).and(not(named(MARKDOWN)))
            .should().onlyDependOnClassesThat().resideInAnyPackage(WHAT_THE_CORE_BRINGS);

    /** The adapters to libraries that the core does not bring, so nothing that everybody needs may lean on them. */
    @ArchTest
    static final ArchRule ONLY_ITS_ADAPTER_KNOWS_JOLLYDAY = classes().that(named(JOLLYDAY)).should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(WHAT_THE_CORE_BRINGS).or(resideInAPackage("de.focus_shift.jollyday.core..")));

    @ArchTest
    static final ArchRule ONLY_ITS_ADAPTER_KNOWS_THE_PARSER_AND_THE_SANITIZER = classes().that(named(MARKDOWN)).should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(WHAT_THE_CORE_BRINGS)
                            .or(resideInAnyPackage("org.commonmark..", "org.owasp.html..")));

    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_ADAPTER_TO_JOLLYDAY = noClasses().that(not(named(JOLLYDAY)))
            .should().dependOnClassesThat(named(JOLLYDAY));

    @ArchTest
    static final ArchRule ONLY_RENDERING_NEEDS_THE_PARSER_AND_THE_SANITIZER = noClasses().that(not(named(MARKDOWN)))
            .and().doNotHaveFullyQualifiedName("io.opora.faq.FaqEntry").should().dependOnClassesThat(named(MARKDOWN));

    /** A class with those that stand inside it. */
    private static DescribedPredicate<JavaClass> named(String name) {
        return describe("are " + name, type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }

    @ArchTest
    static final ArchRule PACKAGES_ARE_NAMED_AFTER_FEATURES = noClasses().should().resideInAnyPackage("..model..",
            "..util..", "..impl..", "..service..", "..dto..");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        all.stream().map(JavaClass::getPackage).distinct().forEach(room -> assertThat(
                room.isAnnotatedWith(NullMarked.class)).as(room.getName()).isTrue());
    }

    @ArchTest
    static final ArchRule NOBODY_READS_THE_MACHINES_CLOCK_OR_ZONE = noClasses()
            .should().callMethodWhere(describe("it reads the clock, the zone or the language of the machine",
                    call -> {
                        String target = call.getTargetOwner().getName() + "." + call.getName();
                        boolean clock = call.getName().equals("now")
                                && call.getTargetOwner().getPackageName().equals("java.time");
                        return clock || List.of("java.lang.System.currentTimeMillis", "java.lang.System.nanoTime",
                                "java.time.ZoneId.systemDefault", "java.util.Locale.getDefault",
                                "java.util.TimeZone.getDefault").contains(target);
                    }));

    @ArchTest
    static final ArchRule NO_STATIC_STATE = fields().that(areStatic()).should().beFinal();

    private static DescribedPredicate<JavaField> areStatic() {
        return describe("are static",
                field -> field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)
                        && !field.getName().startsWith("$SWITCH_TABLE$"));
    }

    @ArchTest
    static void aCustomersViewCannotHoldANote(JavaClasses all) {
        Set<Class<?>> reachable = new HashSet<>();
        reach(CustomerView.class, reachable);
        assertThat(reachable).contains(CustomerView.Said.class, io.opora.ticket.Message.class)
                .doesNotContain(Note.class, io.opora.ticket.Ticket.class, io.opora.ticket.TicketEvent.class,
                        Object.class);
    }

    private static void reach(Type type, Set<Class<?>> reached) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> reach(argument, reached));
        } else if (type instanceof Class<?> seen && reached.add(seen)) {
            if (seen.isRecord()) {
                Arrays.stream(seen.getRecordComponents()).map(RecordComponent::getGenericType)
                        .forEach(component -> reach(component, reached));
            }
            if (seen.isSealed()) {
                Arrays.stream(seen.getPermittedSubclasses()).forEach(member -> reach(member, reached));
            }
        }
    }
}
