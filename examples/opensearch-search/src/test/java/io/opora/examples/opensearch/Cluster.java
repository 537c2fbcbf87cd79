package io.opora.examples.opensearch;

import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * A cluster of three nodes, in a process of its own: its memory is bounded, its threads are not among those of the tests, and what
 * its logging does to the streams of its process is nobody else's business. It ends when whoever started it does.
 */
public final class Cluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int PATIENCE_MILLIS = 180_000;

    private final Process process;
    private final Socket line;
    private final URI address;

    private Cluster(Process process, Socket line, URI address) {
        this.process = process;
        this.line = line;
        this.address = address;
    }

    /**
     * Starts a cluster and waits until it is there.
     *
     * @param folder where it keeps its data and its log
     */
    static Cluster start(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            Process process = new ProcessBuilder(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m", "-Xss512k",
                    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                    System.getProperty("java.class.path"), Cluster.class.getName(), folder.resolve("data").toString(),
                    Integer.toString(server.getLocalPort()))).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("cluster.log").toFile()).start();
            try {
                Socket line = server.accept();
                line.setSoTimeout(PATIENCE_MILLIS);
                int port = new DataInputStream(line.getInputStream()).readInt();
                return new Cluster(process, line, URI.create("http://localhost:" + port));
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException("the cluster did not start; see " + folder.resolve("cluster.log"), e);
            }
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        line.close();
        try {
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /**
     * Runs the cluster until whoever started it lets go of the line.
     *
     * @param args the folder and the port of the line
     * @throws IOException if the line is broken
     */
    public static void main(String[] args) throws IOException {
        try (Socket line = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
                OpenSearchRunner runner = new OpenSearchRunner()) {
            runner.onBuild((number, settings) -> {
                settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
                settings.put("node.store.allow_mmap", false);
                settings.put("node.processors", 2);
            }).build(newConfigs().clusterName("faq-" + ProcessHandle.current().pid()).numOfNode(NODES)
                    .basePath(args[0]));
            runner.ensureYellow();
            new DataOutputStream(line.getOutputStream())
                    .writeInt(Integer.parseInt(runner.node().settings().get("http.port")));
            line.getInputStream().read();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
