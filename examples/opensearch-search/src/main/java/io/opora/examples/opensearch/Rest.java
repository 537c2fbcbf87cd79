package io.opora.examples.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opora.StorageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the cluster, in JSON. Thread-safe. */
final class Rest implements AutoCloseable {

    /** What the cluster answered. */
    record Answer(int status, JsonNode body) {}

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CLIENT_ERROR = 400;

    private final URI cluster;
    // of our own, because the client's own pool keeps its threads for a minute after it was closed
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).executor(threads).build();

    Rest(URI cluster) {
        this.cluster = cluster.getPath().endsWith("/") ? cluster : URI.create(cluster + "/");
    }

    /** Asks what has to succeed. */
    JsonNode ask(String method, String path, JsonNode body) {
        return required(method, path, send(method, path, JSON.writeValueAsString(body), "application/json"));
    }

    JsonNode ask(String method, String path) {
        return required(method, path, send(method, path, "", "application/json"));
    }

    /** Asks about something that may not be there; {@code empty} if it is not. */
    Optional<JsonNode> find(String method, String path, JsonNode body) {
        return found(method, path, send(method, path, JSON.writeValueAsString(body), "application/json"));
    }

    Optional<JsonNode> find(String method, String path) {
        return found(method, path, send(method, path, "", "application/json"));
    }

    /** Sends lines of JSON; that some of them were refused is for the caller to see. */
    JsonNode bulk(String path, String lines) {
        return required("POST", path, send("POST", path, lines, "application/x-ndjson"));
    }

    /** Makes something, unless it is there. */
    void make(String path, JsonNode body) {
        Answer answer = send("PUT", path, JSON.writeValueAsString(body), "application/json");
        if (!answer.body().at("/error/type").asString("").equals("resource_already_exists_exception")) {
            required("PUT", path, answer);
        }
    }

    private static Optional<JsonNode> found(String method, String path, Answer answer) {
        return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(required(method, path, answer));
    }

    private static JsonNode required(String method, String path, Answer answer) {
        if (answer.status() >= CLIENT_ERROR || answer.status() < OK) {
            JsonNode error = answer.body().path("error");
            // the reason names fields and settings; the texts of the request are not in it
            throw new StorageException("OpenSearch refused " + method + " " + path + " with " + answer.status() + ": "
                    + error.path("type").asString("no reason") + ", " + error.path("reason").asString(""), null);
        }
        return answer.body();
    }

    private Answer send(String method, String path, String body, String type) {
        HttpRequest request = HttpRequest.newBuilder(cluster.resolve(path)).timeout(PATIENCE)
                .header("Content-Type", type)
                .method(method, body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            byte[] bytes = response.body();
            return new Answer(response.statusCode(),
                    bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes));
        } catch (IOException | JacksonException e) {
            throw new StorageException("OpenSearch at " + cluster.getHost() + ":" + cluster.getPort()
                    + " could not be asked: " + e.getMessage() + ". Check that the cluster runs there.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while OpenSearch was asked", e);
        }
    }

    @Override
    public void close() {
        client.close();
        threads.close();
    }
}
