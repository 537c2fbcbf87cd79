package io.opora.spring;

import io.opora.jpa.JpaSchema;
import io.opora.spring.SupportProperties.Jpa.Initialize;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;

/** Makes the tables when it starts, if they are to be made. */
final class SchemaInitializer implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaInitializer.class);

    private final ObjectProvider<DataSource> database;
    private final Initialize when;

    SchemaInitializer(ObjectProvider<DataSource> database, Initialize when) {
        this.database = database;
        this.when = when;
    }

    @Override
    public void afterPropertiesSet() throws SQLException {
        if (when == Initialize.NEVER) {
            return;
        }
        DataSource source = database.getObject();
        if (when == Initialize.ALWAYS || isEmbedded(source)) {
            List<String> scripts = JpaSchema.apply(source);
            if (!scripts.isEmpty()) {
                LOG.info("Tables of the support desk were made by {}", scripts);
            }
        }
    }

    private static boolean isEmbedded(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            String url = String.valueOf(connection.getMetaData().getURL());
            return url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:tcp:") && !url.startsWith("jdbc:h2:ssl:");
        }
    }
}
