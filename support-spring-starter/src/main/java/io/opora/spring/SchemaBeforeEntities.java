package io.opora.spring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Has the application's migrations run first, then ours, then its entity manager factories start. Where the application defers its
 * migrations until these have started, ours run ahead of both.
 */
final class SchemaBeforeEntities implements BeanFactoryPostProcessor, EnvironmentAware {

    private static final String OURS = "supportSchemaInitializer";

    /** Names of Boot's beans that migrate, in all versions that the starter knows; those that are not there are ignored. */
    private static final List<String> MIGRATIONS = List.of("flywayInitializer", "liquibase",
            "dataSourceScriptDatabaseInitializer");

    private boolean deferred;

    @Override
    public void setEnvironment(Environment environment) {
        deferred = environment.getProperty("spring.jpa.defer-datasource-initialization", Boolean.class, false);
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        if (!factory.containsBeanDefinition(OURS)) {
            return;
        }
        if (!deferred) {
            MIGRATIONS.stream().filter(factory::containsBeanDefinition).forEach(name -> before(factory, name, OURS));
        }
        for (String found : factory.getBeanNamesForType(AbstractEntityManagerFactoryBean.class, true, false)) {
            String name = found.startsWith("&") ? found.substring(1) : found;
            if (factory.containsBeanDefinition(name)) { // one that was made by hand has started already
                before(factory, OURS, name);
            }
        }
    }

    private static void before(ConfigurableListableBeanFactory factory, String first, String then) {
        BeanDefinition definition = factory.getBeanDefinition(then);
        String[] known = definition.getDependsOn();
        List<String> all = new ArrayList<>(known == null ? List.of() : Arrays.asList(known));
        all.add(first);
        definition.setDependsOn(all.stream().distinct().toArray(String[]::new));
    }
}
