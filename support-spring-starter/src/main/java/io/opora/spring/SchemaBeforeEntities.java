package io.opora.spring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/** Has the application's migrations run first, then ours, then its entity manager factories start. */
final class SchemaBeforeEntities implements BeanFactoryPostProcessor {

    private static final String OURS = "supportSchemaInitializer";

    /** Names of Boot's beans that migrate, in all versions that the starter knows; those that are not there are ignored. */
    private static final List<String> MIGRATIONS = List.of("flywayInitializer", "liquibase",
            "dataSourceScriptDatabaseInitializer");

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        if (!factory.containsBeanDefinition(OURS)) {
            return;
        }
        MIGRATIONS.stream().filter(factory::containsBeanDefinition).forEach(name -> before(factory, name, OURS));
        for (String name : factory.getBeanNamesForType(AbstractEntityManagerFactoryBean.class, true, false)) {
            before(factory, OURS, name.startsWith("&") ? name.substring(1) : name);
        }
    }

    private static void before(ConfigurableListableBeanFactory factory, String first, String then) {
        BeanDefinition definition = factory.getBeanDefinition(then);
        String[] known = definition.getDependsOn();
        List<String> all = new ArrayList<>(known == null ? List.of() : Arrays.asList(known));
        all.add(first);
        definition.setDependsOn(Stream.of(all.toArray(String[]::new)).distinct().toArray(String[]::new));
    }
}
