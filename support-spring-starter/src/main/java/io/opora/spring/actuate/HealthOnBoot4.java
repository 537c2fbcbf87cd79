package io.opora.spring.actuate;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The desk's health for Spring Boot 4, to which alone this class can be shown. */
final class HealthOnBoot4 implements HealthIndicator {

    private final DeskHealth health;

    HealthOnBoot4(DeskHealth health) {
        this.health = health;
    }

    @Override
    public Health health() {
        DeskHealth.Found found = health.look();
        return found.failure().map(Health::down).orElseGet(Health::up).withDetails(found.details()).build();
    }
}
