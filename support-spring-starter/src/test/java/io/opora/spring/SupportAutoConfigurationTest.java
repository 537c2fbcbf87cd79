package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.faq.Faq;
import io.opora.jpa.JpaStorage;
import io.opora.report.Reports;
import io.opora.spring.host.Parcel;
import io.opora.storage.Storage;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.People;
import io.opora.ticket.ServiceLevels;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvents;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** The starter in applications of many kinds. */
class SupportAutoConfigurationTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");

    private static Ticket open(ApplicationContext context) {
        return context.getBean(Tickets.class).open(MARIA, OpenTicket.of("Lamp broken", "It flickers."));
    }

    private static List<Ticket> all(ApplicationContext context) {
        return context.getBean(Tickets.class).inbox(ANNA, TicketQuery.all()).tickets();
    }

    private static TransactionTemplate transaction(ApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    private static EntityManager shared(ApplicationContext context) {
        return SharedEntityManagerCreator.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
    }

    private static long parcels(ApplicationContext context) {
        return shared(context).createQuery("select count(p) from Parcel p", Long.class).getSingleResult();
    }

    @Test
    void aDatabaseIsEnoughAndTheDeskAndItsFacadesCanBeInjected() {
        Boot.withDatabase().run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(SupportDesk.class).hasSingleBean(JpaStorage.class);
            SupportDesk desk = context.getBean(SupportDesk.class);
            assertThat(context.getBean(Tickets.class)).isSameAs(desk.tickets());
            assertThat(context.getBean(ServiceLevels.class)).isSameAs(desk.sla());
            assertThat(context.getBean(TicketEvents.class)).isSameAs(desk.events());
            assertThat(context.getBean(Reports.class)).isSameAs(desk.reports());
            assertThat(context.getBean(People.class)).isSameAs(desk.people());
            assertThat(context.getBean(Faq.class)).isSameAs(desk.faq());
            assertThat(context.getBean(io.opora.ticket.Configuration.class)).isSameAs(desk.configuration());
            assertThat(all(context)).isEmpty();
            assertThat(all(context)).doesNotContain(open(context)).isEmpty();
        });
    }

    @Test
    void whatIsStoredIsInTheApplicationsDatabase() {
        Boot.withDatabase().run(context -> {
            Ticket ticket = open(context);

            assertThat(shared(context).createNativeQuery("select id from support_ticket").getSingleResult())
                    .isEqualTo(ticket.id().toString());
        });
    }

    @Test
    void ticketsAreCommittedAndRolledBackWithWhatTheApplicationDoes() {
        Boot.withDatabase().run(context -> {
            transaction(context).executeWithoutResult(status -> {
                shared(context).persist(new Parcel(1L, "lost"));
                open(context);
            });
            assertThat(all(context)).hasSize(1);
            assertThat(parcels(context)).isEqualTo(1);

            transaction(context).executeWithoutResult(status -> {
                shared(context).persist(new Parcel(2L, "lost"));
                open(context);
                assertThat(all(context)).as("seen within").hasSize(2);
                status.setRollbackOnly();
            });
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> transaction(context).executeWithoutResult(status -> {
                        open(context);
                        throw new IllegalStateException("the application thinks better of it");
                    }));
            assertThat(all(context)).hasSize(1);
            assertThat(parcels(context)).isEqualTo(1);

            open(context);
            assertThat(all(context)).as("outside of any").hasSize(2);
        });
    }

    @Test
    void theEntitiesOfTheApplicationAndOursAreKnownWhetherItScansForThemOrNot() throws Exception {
        Class<?> scan = Boot.found("org.springframework.boot.persistence.autoconfigure.EntityScanPackages",
                "org.springframework.boot.autoconfigure.domain.EntityScanPackages").orElseThrow();
        Boot.withDatabase().run(context -> assertThat(parcels(context)).isZero());
        Boot.withDatabase().withInitializer(context -> {
            // what @EntityScan does, whose name depends on the version
            var registry = (org.springframework.beans.factory.support.BeanDefinitionRegistry) context.getBeanFactory();
            org.springframework.util.ReflectionUtils.invokeMethod(
                    org.springframework.util.ClassUtils.getMethod(scan, "register",
                            org.springframework.beans.factory.support.BeanDefinitionRegistry.class,
                            java.util.Collection.class),
                    null, registry, List.of("io.opora.spring.host"));
        }).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(parcels(context)).isZero();
            open(context);
            assertThat(all(context)).hasSize(1);
        });
    }

    @Test
    void tablesAreMadeBeforeAProviderValidatesThem() {
        Boot.withDatabase().withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
                .run(context -> assertThat(context)
                        .getFailure().rootCause().as("the application's own table is missing, not ours")
                        .hasMessageContaining("parcel"));
    }

    @Test
    void migrationsOfTheApplicationRunFirstAndNeitherKnowsOfTheOther() {
        Class<?> flyway = Boot.found("org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
                "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration").orElseThrow();
        Boot.withDatabase().withConfiguration(AutoConfigurations.of(flyway))
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=validate").run(context -> {
                    assertThat(context).hasNotFailed();
                    open(context);
                    assertThat(all(context)).hasSize(1);
                    assertThat(parcels(context)).isZero();
                    List<?> ran = shared(context)
                            .createNativeQuery("select \"script\" from \"flyway_schema_history\"").getResultList();
                    assertThat(ran.toString()).contains("V1__parcel.sql").doesNotContain("support");
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scriptsOfTheApplicationMayRunBeforeItsEntitiesOrAfterThem(boolean deferred) {
        Class<?> scripts = Boot
                .found("org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
                        "org.springframework.boot.autoconfigure.sql.init.SqlInitializationAutoConfiguration")
                .orElseThrow();
        Boot.withDatabase().withConfiguration(AutoConfigurations.of(scripts)).withPropertyValues(
                "spring.jpa.defer-datasource-initialization=" + deferred).run(context -> {
                    assertThat(context).hasNotFailed().hasBean("dataSourceScriptDatabaseInitializer");
                    open(context);
                    assertThat(all(context)).hasSize(1);
                });
    }

    @Test
    void tablesAreNotMadeIfSomebodyElseMakesThem() {
        Boot.withDatabase().withPropertyValues("support.jpa.initialize-schema=never").run(context -> assertThat(context)
                .getFailure().rootCause().hasMessageContaining("h2-v1.sql"));
        Boot.withDatabase().withPropertyValues("support.jpa.initialize-schema=always")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void inMemoryNoDatabaseIsNeeded() {
        Boot.bare().withPropertyValues("support.storage=memory").run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(MemoryStorage.class);
            open(context);
            assertThat(all(context)).hasSize(1);
        });
    }

    @Test
    void withoutADatabaseItIsSaidWhatToDo() {
        Boot.bare().run(context -> {
            FailureAnalysis analysis = requireNonNull(
                    new MissingDatabaseAnalyzer().analyze(requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getAction()).contains("spring-boot-starter-data-jpa", "support.storage=memory",
                    "support.enabled=false");
        });
    }

    @Test
    void twoStoragesAreNotExplainedAsNone() {
        Boot.bare().withBean("one", MemoryStorage.class, MemoryStorage::create)
                .withBean("other", MemoryStorage.class, MemoryStorage::create)
                .run(context -> assertThat(new MissingDatabaseAnalyzer()
                        .analyze(requireNonNull(context.getStartupFailure()))).isNull());
    }

    @ParameterizedTest
    @ValueSource(classes = {EntityManagerFactory.class, org.springframework.orm.jpa.JpaTransactionManager.class})
    void withoutTheClassesOfADatabaseTheDeskStartsInMemory(Class<?> missing) {
        Boot.bare().withClassLoader(new FilteredClassLoader(missing)).withPropertyValues("support.storage=memory")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SupportDesk.class));
    }

    @Test
    void switchedOffNothingIsThere() {
        Boot.withDatabase().withPropertyValues("support.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(SupportDesk.class).doesNotHaveBean(Storage.class)
                    .doesNotHaveBean(SupportProperties.class);
            assertThat(parcels(context)).isZero();
            assertThat(Stream.of(context.getBeanDefinitionNames()).filter(name -> name.startsWith("support")))
                    .isEmpty();
        });
    }

    @Test
    void beansOfTheApplicationWin() {
        MemoryStorage storage = MemoryStorage.create();
        SupportDesk own = SupportDesk.inMemory();
        Boot.withDatabase().withBean("own", MemoryStorage.class, () -> storage)
                .run(context -> assertThat(context).hasSingleBean(Storage.class).hasBean("own"));
        Boot.withDatabase().withBean("mine", SupportDesk.class, () -> own).run(context -> assertThat(context)
                .getBean(SupportDesk.class).isSameAs(own));
    }

    @Test
    void nothingIsAddedButBeansOfOurOwn() {
        Boot.withDatabase().withPropertyValues("support.enabled=false").run(without -> Boot.withDatabase().run(with -> {
            List<String> before = List.of(without.getBeanDefinitionNames());
            assertThat(Stream.of(with.getBeanDefinitionNames()).filter(name -> !before.contains(name)))
                    .allMatch(name -> name.startsWith("support") || name.startsWith("io.opora.spring."));
            assertThat(with).doesNotHaveBean(InstantSource.class);
        }));
    }

    @Test
    void theClockOfTheApplicationIsUsedIfThereIsOne() {
        Clock clock = Clock.fixed(AT, ZoneOffset.UTC);
        Boot.withDatabase().withBean(Clock.class, () -> clock).run(context -> {
            assertThat(open(context).openedAt()).isEqualTo(AT);
            assertThat(context.getBean(Clock.class)).isSameAs(clock);
        });
        Boot.withDatabase().withBean("one", Clock.class, () -> clock).withBean("other", Clock.class, () -> clock)
                .run(context -> assertThat(open(context).openedAt()).isAfter(AT));
    }

    @Test
    void customizersAreCalledInTheirOrder() {
        SettableClock first = SettableClock.at(AT.minusSeconds(60));
        SettableClock second = SettableClock.at(AT);
        Boot.withDatabase().withUserConfiguration(Customizers.class).run(context -> assertThat(open(context).openedAt())
                .isEqualTo(second.instant()).isNotEqualTo(first.instant()));
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @org.springframework.core.annotation.Order(2)
        SupportDeskCustomizer second() {
            return builder -> builder.clock(SettableClock.at(AT));
        }

        @Bean
        @org.springframework.core.annotation.Order(1)
        SupportDeskCustomizer first() {
            return builder -> builder.clock(SettableClock.at(AT.minusSeconds(60)));
        }
    }

    @Test
    void eventsReachTheListenersOfTheApplicationInAndAfterItsTransaction() {
        Boot.withDatabase().withUserConfiguration(Listening.class).run(context -> {
            Listening listening = context.getBean(Listening.class);
            transaction(context).executeWithoutResult(status -> {
                open(context);
                assertThat(listening.atOnce).hasSize(2);
                assertThat(listening.afterwards).isEmpty();
            });
            assertThat(listening.afterwards).hasSize(1);

            transaction(context).executeWithoutResult(status -> {
                open(context);
                status.setRollbackOnly();
            });
            assertThat(listening.atOnce).as("of what was rolled back, too").hasSize(4);
            assertThat(listening.afterwards).hasSize(1);
            assertThat(listening.undone).as("and that it was").hasSize(1);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Listening {

        final List<TicketEvent> atOnce = new CopyOnWriteArrayList<>();
        final List<TicketEvent> afterwards = new CopyOnWriteArrayList<>();
        final List<TicketEvent> undone = new CopyOnWriteArrayList<>();

        @EventListener
        void hear(TicketEvent event) {
            atOnce.add(event);
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
        void hearOfWhatIsUndone(TicketEvent.Opened event) {
            undone.add(event);
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
        void hearAfterwards(TicketEvent.Opened event) {
            afterwards.add(event);
        }
    }

    @Test
    void consumersAreToldInTheBackgroundByThreadsThatEndWithTheApplication() {
        CountDownLatch told = new CountDownLatch(1);
        Boot.withDatabase().withPropertyValues("support.background.drain=20ms", "support.background.tick=20ms")
                .withBean(SupportDeskCustomizer.class, () -> builder -> builder
                        .consumer(EventConsumer.of("mailer", TicketEvent.Opened.class, delivery -> told.countDown())))
                .run(context -> {
                    open(context);
                    assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
                    assertThat(threads()).isNotEmpty();
                    context.close();
                    assertThat(threads()).isEmpty();
                });
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName)
                .filter(name -> name.startsWith("support-desk-")).toList();
    }

    @Test
    void switchedOffTheBackgroundHasNoThreads() {
        Boot.withDatabase().withPropertyValues("support.background.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(Background.class);
            assertThat(threads()).isEmpty();
        });
    }

    @Test
    void lazyInitializationDoesNoHarm() {
        Boot.withDatabase().withInitializer(context -> context
                .addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor())).run(context -> {
                    assertThat(context.getBean(Background.class).isRunning()).as("nobody has asked for it").isTrue();
                    assertThat(threads()).isNotEmpty();
                    open(context);
                    assertThat(all(context)).hasSize(1);
                });
    }

    @Test
    void twoDatabasesAreFineIfOneIsTheFirst() {
        Boot.withDatabase().withBean("second", javax.sql.DataSource.class,
                SupportAutoConfigurationTest::second,
                definition -> ((org.springframework.beans.factory.support.AbstractBeanDefinition) definition)
                        .setDefaultCandidate(false))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    open(context);
                    assertThat(all(context)).hasSize(1);
                });
    }

    private static JdbcDataSource second() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:second");
        return source;
    }

    @Test
    void aFileOfThePropertiesConfiguresTheDesk() {
        Boot.withDatabase().withPropertyValues("support.routing=classpath:support/routing.json",
                "support.locale=ru").run(context -> {
                    Ticket ticket = open(context);
                    assertThat(ticket.team()).hasToString("Optional[first-line]");
                    assertThat(ticket.locale().getLanguage()).isEqualTo("ru");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"workflow", "fields", "access", "routing", "automation", "macros[0]", "sla[0]"})
    void whatIsWrongWithAFileIsSaidWithItsProperty(String property) {
        Boot.withDatabase().withPropertyValues("support." + property + "=classpath:support/wrong.json").run(context -> {
            FailureAnalysis analysis = requireNonNull(
                    new SupportFailureAnalyzer(null).analyze(requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getDescription()).contains("'support." + property + "'", "support/wrong.json",
                    "wrong");
            assertThat(analysis.getAction()).contains("'support." + property + "'");
        });
        Boot.withDatabase().withPropertyValues("support." + property + "=classpath:support/nowhere.json")
                .run(context -> assertThat(Optional.ofNullable(new SupportFailureAnalyzer(null)
                        .analyze(requireNonNull(context.getStartupFailure()))).orElseThrow().getDescription())
                        .contains("support/nowhere.json", "cannot be read"));
    }

    @Test
    void aPropertyThatIsNoneOfItsValuesEndsTheStart() {
        Boot.withDatabase().withPropertyValues("support.storage=cloud").run(context -> assertThat(context).hasFailed());
        Boot.withDatabase().withPropertyValues("support.background.tick=often")
                .run(context -> assertThat(context).hasFailed());
        for (String pause : List.of("support.background.tick=0s", "support.background.drain=-1s")) {
            Boot.withDatabase().withPropertyValues(pause).run(context -> assertThat(context).getFailure().rootCause()
                    .hasMessageContaining(pause.substring(0, pause.indexOf('='))));
        }
    }
}
