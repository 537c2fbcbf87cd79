package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.faq.FaqSearch;
import io.opora.jpa.JpaSchema;
import io.opora.jpa.JpaStorage;
import io.opora.lucene.LuceneFaqSearch;
import io.opora.spring.host.Parcel;
import io.opora.storage.Storage;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** The starter in applications that have several databases, or migrate them with something that it does not know, or lack this and that. */
class GuestTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");

    private static JdbcDataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return source;
    }

    private static LocalContainerEntityManagerFactoryBean unit(String name, DataSource database, String... packages) {
        LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
        unit.setPersistenceUnitName(name);
        unit.setDataSource(database);
        unit.setPackagesToScan(packages);
        unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        unit.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "update"));
        return unit;
    }

    private static List<String> tables(DataSource database) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = database.getConnection();
                ResultSet found = connection.getMetaData().getTables(null, "PUBLIC", null, null)) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME").toLowerCase(java.util.Locale.ROOT));
            }
        }
        return tables;
    }

    private static void worksAndKeepsItsTicketsIn(ApplicationContext context, DataSource database) throws SQLException {
        Tickets tickets = context.getBean(Tickets.class);
        tickets.open(MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).hasSize(1);
        assertThat(tables(database)).contains("support_ticket");
    }

    /** A persistence unit for the desk alone, in a database of its own, of which nobody else hears. */
    @Configuration(proxyBeanMethods = false)
    static class Dedicated {

        static final JdbcDataSource DESK = database();

        @Bean(defaultCandidate = false)
        LocalContainerEntityManagerFactoryBean deskUnit() {
            JpaSchema.apply(DESK);
            return unit("desk", DESK, JpaStorage.entities().getFirst().getPackageName());
        }

        @Bean(destroyMethod = "close")
        Storage deskStorage(
                @org.springframework.beans.factory.annotation.Qualifier("deskUnit") EntityManagerFactory unit) {
            return JpaStorage.create(unit, Optional::empty);
        }
    }

    @Test
    void theDeskMayHaveAPersistenceUnitOfItsOwnInADatabaseOfItsOwn() {
        Boot.withDatabase().withUserConfiguration(Dedicated.class)
                .withPropertyValues("support.jpa.initialize-schema=never",
                        "spring.jpa.hibernate.ddl-auto=update")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(Storage.class);
                    worksAndKeepsItsTicketsIn(context, Dedicated.DESK);
                    EntityManagerFactory own = context.getBean(EntityManagerFactory.class);
                    assertThat(own.getPersistenceUnitUtil()).isNotNull();
                    try (EntityManager entities = own.createEntityManager()) {
                        assertThat(entities.createQuery("select count(p) from Parcel p", Long.class).getSingleResult())
                                .isZero();
                        assertThat(entities.createNativeQuery("select count(*) from support_ticket", Long.class)
                                .getSingleResult()).as("nothing was kept in the application's").isEqualTo(0L);
                    }
                });
    }

    /** Two databases, each with its own persistence unit. */
    @Configuration(proxyBeanMethods = false)
    static class Two {

        static final JdbcDataSource FIRST = database();
        static final JdbcDataSource SECOND = database();

        @Bean
        @org.springframework.context.annotation.Primary
        DataSource firstDatabase() {
            return FIRST;
        }

        @Bean
        DataSource secondDatabase() {
            return SECOND;
        }

        @Bean
        @org.springframework.context.annotation.Primary
        LocalContainerEntityManagerFactoryBean firstUnit() {
            return unit("first", FIRST, Parcel.class.getPackageName(),
                    JpaStorage.entities().getFirst().getPackageName());
        }

        @Bean
        LocalContainerEntityManagerFactoryBean secondUnit() {
            return unit("second", SECOND, Parcel.class.getPackageName());
        }
    }

    @Test
    void ofTwoDatabasesWithTwoPersistenceUnitsTheFirstOnesAreTaken() {
        Boot.bare().withUserConfiguration(Two.class).run(context -> {
            assertThat(context).hasNotFailed();
            worksAndKeepsItsTicketsIn(context, Two.FIRST);
            assertThat(tables(Two.SECOND)).contains("parcel").doesNotContain("support_ticket");
        });
    }

    /** Two persistence units, and nobody says which one comes first. */
    @Configuration(proxyBeanMethods = false)
    static class Undecided {

        @Bean
        LocalContainerEntityManagerFactoryBean oneUnit() {
            return unit("one", database(), Parcel.class.getPackageName());
        }

        @Bean
        LocalContainerEntityManagerFactoryBean otherUnit() {
            return unit("other", database(), Parcel.class.getPackageName());
        }
    }

    @Test
    void ofTwoThatNobodyHasPutInOrderNoneIsGuessed() {
        Boot.bare().withUserConfiguration(Undecided.class).run(context -> {
            FailureAnalysis analysis = requireNonNull(
                    new MissingDatabaseAnalyzer().analyze(requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getDescription()).contains("more than one");
            assertThat(analysis.getAction()).contains("primary");
        });
    }

    /** A migration by the name that Boot gives to Liquibase's: makes the application's table, and looks for ours. */
    static final class Migration implements InitializingBean {

        private final DataSource database;
        private List<String> before = List.of();

        Migration(DataSource database) {
            this.database = database;
        }

        @Override
        public void afterPropertiesSet() throws SQLException {
            before = tables(database);
            try (Connection connection = database.getConnection()) {
                connection.createStatement()
                        .execute("create table parcel (id bigint primary key, state varchar(255) not null)");
            }
        }
    }

    @Test
    void migrationsOfLiquibaseRunFirstToo() {
        Boot.withDatabase().withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
                .withBean("liquibase", Migration.class).run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Migration.class).before).doesNotContain("support_ticket");
                    worksAndKeepsItsTicketsIn(context, context.getBean(DataSource.class));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.opora.lucene", "de.focus_shift", "org.springframework.security",
            "org.springframework.web", "jakarta.servlet"})
    void whatIsOptionalMayBeMissing(String missing) {
        Boot.withDatabase().withClassLoader(new FilteredClassLoader(missing))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SupportDesk.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.springframework.orm", "jakarta.persistence", "javax.sql", "org.h2",
            "org.springframework.transaction"})
    void withoutWhatADatabaseTakesTheDeskStartsInMemory(String missing) {
        ApplicationContextRunner memory = Boot.bare().withClassLoader(new FilteredClassLoader(missing))
                .withPropertyValues("support.storage=memory");
        memory.run(context -> assertThat(context).hasNotFailed().hasSingleBean(SupportDesk.class));
    }

    /** What Spring Data does, and runs ahead of ours: asks which packages there are. */
    @AutoConfiguration(before = SupportJpaAutoConfiguration.class)
    @Import(Reader.class)
    static class Early {}

    /** Reads them while others are still to be added. */
    static final class Reader implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            AutoConfigurationPackages.get((BeanFactory) registry);
        }
    }

    @Test
    void ourEntitiesAreKnownWhoeverAsksFirst() {
        Boot.withDatabase().withConfiguration(AutoConfigurations.of(Early.class)).run(context -> {
            assertThat(context).hasNotFailed();
            worksAndKeepsItsTicketsIn(context, context.getBean(DataSource.class));
        });
    }

    @Test
    void theMasterSwitchTurnsOffEveryPartWhateverItIsToldBesideAndADeskOfTheApplicationIsLeftAlone() {
        try (ConfigurableApplicationContext application = Boot.withEverything("--support.enabled=false")) {
            assertThat(Stream.of(application.getBeanDefinitionNames())
                    .filter(name -> name.startsWith("support") || name.contains("io.opora"))).isEmpty();
        }
        SpringApplication withOwn = new SpringApplication(Boot.Everything.class);
        withOwn.addInitializers(context -> ((GenericApplicationContext) context).registerBean("mine",
                SupportDesk.class, SupportDesk::inMemory));
        withOwn.addInitializers(context -> ((GenericApplicationContext) context).registerBean("mineToo",
                MemoryStorage.class, MemoryStorage::create));
        try (ConfigurableApplicationContext application = withOwn.run(
                Stream.concat(Stream.of("--support.enabled=false"), Boot.everything().stream())
                        .toArray(String[]::new))) {
            assertThat(Stream.of(application.getBeanDefinitionNames())
                    .filter(name -> name.startsWith("support") || name.contains("io.opora"))).isEmpty();
        }
    }

    static Stream<Object> facades() {
        SupportDesk desk = SupportDesk.inMemory();
        return Stream.of(desk.tickets(), desk.sla(), desk.events(), desk.reports(), desk.people(), desk.faq(),
                desk.replies(), desk.configuration(), LuceneFaqSearch.inMemory(), MemoryStorage.create());
    }

    @ParameterizedTest
    @MethodSource("facades")
    void whateverTheApplicationHasOfATypeIsTheOnlyOne(Object own) {
        Boot.withDatabase().withPropertyValues("support.background.enabled=false")
                .withInitializer(context -> context.getBeanFactory().registerSingleton("mine", own))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Class<?> type = own instanceof FaqSearch
                            ? FaqSearch.class
                            : own instanceof Storage ? Storage.class : own.getClass();
                    assertThat((Object) context.getBean(type)).isSameAs(own);
                });
    }

    @Test
    void nothingLiesInTheJarThatAnApplicationWouldTakeForItsOwn() throws Exception {
        Path classes = Path.of(SupportAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation()
                .toURI());
        List<String> files = files(classes);
        assertThat(files).contains("META-INF/spring.factories").allMatch(name -> name.startsWith("META-INF/")
                || name.startsWith("io/opora/spring/"));
        assertThat(files).noneMatch(name -> name.startsWith("META-INF/resources/") || name.endsWith("persistence.xml")
                || name.endsWith("orm.xml"));
        for (String name : files) {
            if (name.endsWith(".class")) {
                AnnotationMetadata read = new SimpleMetadataReaderFactory()
                        .getMetadataReader(name.replace('/', '.').replaceFirst("\\.class$", ""))
                        .getAnnotationMetadata();
                assertThat(read.getAnnotationTypes()).as(name).noneMatch(
                        type -> type.endsWith("Scan") || type.endsWith(".AutoConfigurationPackage")
                                || (type.contains(".Enable") && !type.endsWith(".EnableConfigurationProperties")));
            }
        }
    }

    private static List<String> files(Path classes) throws Exception {
        if (Files.isDirectory(classes)) {
            try (Stream<Path> all = Files.walk(classes)) {
                return all.filter(Files::isRegularFile).map(file -> classes.relativize(file).toString()).toList();
            }
        }
        try (JarFile jar = new JarFile(classes.toFile())) {
            return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
        }
    }

    @Test
    void nodesOnOneDatabaseLetTimePassAndTellConsumersOnceTogether() throws Exception {
        JdbcDataSource shared = database();
        List<String> told = new CopyOnWriteArrayList<>();
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
        ApplicationContextRunner node = Boot.withDatabase().withBean(DataSource.class, () -> shared)
                .withBean(InstantSource.class, () -> clock)
                .withPropertyValues("support.background.drain=20ms", "support.background.tick=20ms",
                        "support.sla=classpath:support/reply-in-an-hour.json")
                .withBean(SupportDeskCustomizer.class, () -> desk -> desk.consumer(new EventConsumer<>("teller",
                        event -> true, delivery -> told.add(delivery.id()))));
        node.run(one -> node.run(other -> {
            for (int i = 0; i < 10; i++) {
                (i % 2 == 0 ? one : other).getBean(Tickets.class).open(MARIA,
                        OpenTicket.of("Lamp " + i, "It flickers."));
            }
            clock.advance(Duration.ofHours(2));
            awaitUntil(() -> told.size() >= 30); // opened, message, breach
            assertThat(told).doesNotHaveDuplicates().hasSize(30);
        }));
    }

    /** Waits for what other threads are about to do; the test's time limit is that of the build. */
    private static void awaitUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
