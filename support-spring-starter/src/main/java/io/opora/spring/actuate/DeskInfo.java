package io.opora.spring.actuate;

import io.opora.desk.SupportDesk;
import io.opora.storage.Storage;
import io.opora.ticket.Configuration.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** What the desk is: where it keeps everything, by which versions of its documents it works, and who is told of what happens. */
final class DeskInfo implements InfoContributor {

    private final SupportDesk desk;
    private final String storage;

    DeskInfo(SupportDesk desk, Storage storage) {
        this.desk = desk;
        this.storage = storage.getClass().getSimpleName();
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("storage", storage);
        Map<String, List<String>> documents = desk.configuration().documents().keySet().stream()
                .collect(Collectors.groupingBy(
                        document -> document.part().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        LinkedHashMap::new, Collectors.mapping(Document::id, Collectors.toList())));
        info.put("configuration", documents);
        info.put("consumers", List.copyOf(desk.events().consumers()));
        builder.withDetail("support", info);
    }
}
