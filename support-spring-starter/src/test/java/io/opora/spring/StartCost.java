package io.opora.spring;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Measures what the starter adds to the start of an application with JPA and a database in memory, and to its heap: starts it in
 * processes of their own, by turns with and without, and prints the medians as the table of the README.
 */
public final class StartCost {

    private static final int ROUNDS = 3;
    private static final int MIB = 1 << 20;

    private StartCost() {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Empty {}

    /**
     * What one start took. The time is that of the processor, which does not depend on what else the machine has to do.
     *
     * @param nanos the processor's time of the process up to then
     * @param classes how many classes it has loaded
     * @param heap what is left of its heap, in bytes, after all else was collected
     */
    private record Taken(double nanos, double classes, double heap) {}

    /**
     * Starts it.
     *
     * @param args {@code true} or {@code false} within a process that is measured; none to measure
     * @throws IOException if no process can be started
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0) {
            measured(args[0]);
            return;
        }
        List<Taken> without = new ArrayList<>();
        List<Taken> with = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            without.add(process(false));
            with.add(process(true));
        }
        System.out
                .println("| an application with JPA and H2 | processor, s | classes | heap, MiB |\n|---|--:|--:|--:|");
        print("without", without);
        print("with the starter", with);
    }

    private static void print(String name, List<Taken> taken) {
        System.out.printf(Locale.ROOT, "| %s | %.2f | %,.0f | %.1f |%n", name,
                median(taken.stream().map(Taken::nanos).toList()) / 1_000_000_000,
                median(taken.stream().map(Taken::classes).toList()),
                median(taken.stream().map(Taken::heap).toList()) / MIB);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static Taken process(boolean enabled) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), StartCost.class.getName(), Boolean.toString(enabled))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        String[] figures = said.lines().filter(line -> line.startsWith("taken ")).findFirst()
                .orElseThrow(() -> new IllegalStateException("it did not start: " + said)).split(" ", -1);
        return new Taken(Double.parseDouble(figures[1]), Double.parseDouble(figures[2]),
                Double.parseDouble(figures[3]));
    }

    private static void measured(String enabled) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run("--support.enabled=" + enabled,
                "--spring.datasource.url=jdbc:h2:mem:cost", "--spring.flyway.enabled=false",
                "--spring.jpa.hibernate.ddl-auto=none")) {
            long nanos = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
            System.gc();
            System.gc();
            System.out.println("taken " + nanos + " " + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
                    + " " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " "
                    + context.isActive());
        }
    }
}
