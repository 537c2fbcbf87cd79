package io.opora.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.SettableClock;
import io.opora.reply.Replies.Person;
import io.opora.reply.Replies.Request;
import io.opora.reply.Replies.Written;
import io.opora.reply.ReplyTemplate.Proposal;
import io.opora.reply.ReplyTemplate.Proposal.Kind;
import io.opora.reply.ReplyTemplate.Proposal.Mark;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateCareTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Person EDITOR = Person.editor("eve");

    private final SettableClock clock = SettableClock.at(START);
    private final Replies replies = Replies.builder(MemoryStorage.create().templates()).clock(clock).build();

    private void save(String id, String title, String text, String... examples) {
        replies.save(EDITOR, ReplyTemplate.builder(id, title).text(Locale.ENGLISH, text).examples(examples).build(), 0);
    }

    private void sent(String id, String reference) {
        replies.sent(ReplyTemplate.Id.of(id), Request.of(EDITOR, reference, Locale.ENGLISH, "x"), false);
    }

    private static List<String> ids(List<Replies.Usage> usage) {
        return usage.stream().map(each -> each.template().value()).toList();
    }

    // Reviewing

    @Test
    void whatNobodyUsesIsListedOnceItHasBeenThereForLong() {
        save("used", "Opening hours", "From nine to six");
        save("stale", "Christmas", "We are closed until the third of January");
        save("never", "Fax", "Our fax is out of order");
        sent("used", "1");
        sent("stale", "2");
        clock.advance(Duration.ofDays(100));
        sent("used", "3");
        save("young", "Something new", "It was made today");

        Replies.Review review = replies.review(EDITOR, START.plus(Duration.ofDays(50)));

        assertThat(ids(review.neverUsed())).containsExactly("never");
        assertThat(ids(review.stale())).containsExactly("stale");
        assertThat(review.overlapping()).isEmpty();
        assertThat(ids(replies.review(EDITOR, START).neverUsed())).as("nothing is older than the beginning").isEmpty();
        replies.withdraw(EDITOR, ReplyTemplate.Id.of("never"), 1);
        assertThat(replies.review(EDITOR, clock.instant()).neverUsed()).isEmpty();
    }

    @Test
    void templatesOfWhichOneWouldDoAreListedTogether() {
        save("refund", "Refund of an order", "The money for your order is on its way and arrives within three days.",
                "I want my money back");
        save("refund-copy", "Money back", "The money for your order is on its way and arrives within five days.");
        save("repay", "Refund of an order", "We pay everything back as soon as the parcel is here again.",
                "I want my money back please");
        save("hours", "Opening hours", "We are there from nine to six.", "when are you open");
        replies.save(Person.agent("ann"), ReplyTemplate.builder("mine", "Opening hours").scope(new Scope.Own("ann"))
                .text(Locale.ENGLISH, "We are there from nine to six.").examples("when are you open").build(), 0);

        List<Replies.Overlap> overlapping = replies.review(EDITOR, START).overlapping();

        assertThat(overlapping).extracting(each -> each.one() + " " + each.other())
                .containsExactlyInAnyOrder("refund refund-copy", "refund repay");
        assertThat(overlapping).filteredOn(each -> each.other().value().equals("refund-copy"))
                .allSatisfy(each -> {
                    assertThat(each.texts()).isBetween(0.6, 0.99);
                    assertThat(each.messages()).isZero();
                });
        assertThat(overlapping).filteredOn(each -> each.other().value().equals("repay"))
                .allSatisfy(each -> assertThat(each.messages()).isGreaterThan(0.6));
        assertThat(replies.review(Person.agent("ann"), START).overlapping())
                .anySatisfy(each -> {
                    assertThat(each.one() + " " + each.other()).isEqualTo("hours mine");
                    assertThat(each.messages()).isGreaterThan(0.99);
                    assertThat(each.texts()).isGreaterThan(0.99);
                });
    }

    // Proposing

    private static Written written(int number, String customer, String name, String text) {
        return new Written("ticket:" + number, customer, Optional.of(name), Set.of("Boris"), Locale.ENGLISH, text);
    }

    private static List<Written> retyped() {
        List<Written> replies = new ArrayList<>();
        String[] names = {"Maria", "Ivan", "Zoe", "Li Wei"};
        for (int i = 0; i < names.length; i++) {
            replies.add(written(i, "customer-" + i, names[i], "Hello " + names[i] + ",\n\nyour parcel A-" + (17 + i)
                    + " was lost by the courier, so we send another one today" + (i == 1 ? " to Baker Street" : "")
                    + ". Write to " + names[i].toLowerCase(Locale.ROOT).replace(" ", "") + i
                    + "@example.org or call +44 20 7946 095"
                    + i + ".\n\nBest regards\nBoris"));
        }
        replies.add(written(9, "customer-9", "Ann", "The dragon fruit tastes best in March, says our gardener."));
        return replies;
    }

    @Test
    void whatPeopleKeepWritingIsProposedWithoutWhatIsAboutPersons() {
        List<Proposal> proposals = replies.propose(EDITOR, retyped(), 3);

        assertThat(proposals).hasSize(1);
        Proposal proposal = proposals.getFirst();
        assertThat(proposal.times()).isEqualTo(4);
        assertThat(proposal.requests()).containsExactly("ticket:0", "ticket:1", "ticket:2", "ticket:3");
        assertThat(proposal.like()).isEmpty();
        assertThat(proposal.text()).isEqualTo("""
                Hello {{customer.name}},

                your parcel {{number-1}} was lost by the courier, so we send another one today. Write to {{address-1}} \
                or call {{number-2}}.

                Best regards
                {{name-1}}""");
        assertThat(proposal.marks()).containsExactly(new Mark("number-1", Kind.NUMBER),
                new Mark("address-1", Kind.ADDRESS), new Mark("number-2", Kind.NUMBER), new Mark("name-1", Kind.NAME));
        ReplyTemplate template = proposal.toTemplate("lost", "Lost parcel").build();
        assertThat(template.variables()).hasSize(5);
        assertThat(template.render(Locale.ENGLISH, Values.builder().build())).isInstanceOf(Rendering.Asks.class);
    }

    @Test
    void whatTooFewCustomersWereWrittenIsNotProposed() {
        List<Written> toOne = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            toOne.add(written(i, "maria", "Maria", "your parcel was lost by the courier, so we send another one"));
        }
        assertThat(replies.propose(EDITOR, toOne, 3)).isEmpty();
        assertThat(replies.propose(EDITOR, retyped(), 5)).isEmpty();
        assertThat(replies.propose(EDITOR, List.of(), 3)).isEmpty();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> replies.propose(EDITOR, retyped(), 2));
    }

    @Test
    void aWordThatOnlySomeWereWrittenDoesNotGetIntoAProposal() {
        List<Written> replies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.add(written(i, "c" + i, "x", "we cannot send this parcel to your address because of "
                    + List.of("your diabetes", "your divorce", "your neighbour", "your diabetes").get(i)));
        }

        assertThat(this.replies.propose(EDITOR, replies, 3)).singleElement().satisfies(proposal -> {
            assertThat(proposal.text())
                    .isEqualTo("we cannot send this parcel to your address because of your {{words-1}}");
            assertThat(proposal.marks()).containsExactly(new Mark("words-1", Kind.WORDS));
        });
    }

    @Test
    void languagesAreProposedApartAndWhatATemplateSaysAlreadyIsToldSo() {
        List<Written> texts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            texts.add(written(i, "c" + i, "x", "we are there from nine to six on every day of the week"));
            texts.add(new Written("r:" + i, "r" + i, Optional.empty(), Set.of(), Locale.of("ru"),
                    "ваша посылка потерялась, мы отправим вам другую завтра утром"));
        }
        texts.add(new Written("r:9", "r9", Optional.empty(), Set.of(), Locale.of("ru"),
                "ваша посылка потерялась, мы отправим вам другую завтра утром"));
        save("hours", "Opening hours", "We are there from nine to six on every day of the week.");

        List<Proposal> proposals = replies.propose(EDITOR, texts, 3);

        assertThat(proposals).extracting(proposal -> proposal.locale().getLanguage()).containsExactly("ru", "en");
        assertThat(proposals.get(1).like()).contains(ReplyTemplate.Id.of("hours"));
        assertThat(proposals.get(0).like()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Your order A-17/3 is here.                    | Your order {{number-1}} is here.
            call +7 (900) 123-45-67 today                 | call {{number-1}} today
            write to maria.k+x@mail.example.              | write to {{address-1}}.
            see https://shop.example/o?id=7, please       | see {{link-1}}, please
            see www.shop.example.                         | see {{link-1}}.
            ask @maria_k                                  | ask {{name-1}}
            we met Olga Petrova there                     | we met {{name-1}} there
            we met Olga. She left with Olga               | we met {{name-1}}. She left with {{name-1}}
            Olga, we are sorry                            | {{name-1}}, we are sorry
            Hello Olga                                    | Hello {{name-1}}
            Здравствуйте, Ольга! Ваш заказ готов          | Здравствуйте, {{name-1}}! Ваш заказ готов
            hello maria, maria's parcel came              | hello {{customer.name}}, {{customer.name}}'s parcel came
            boris will call you                           | {{name-1}} will call you
            However it may be                             | However it may be
            it costs 5 {euros} and I'm sorry              | it costs {{number-1}} (euros) and I'm sorry
            """)
    void whatMayBeAboutAPersonIsTakenOutOfAReplyThatBecomesATemplate(String text, String expected) {
        Proposal proposal = Proposal.of(written(1, "maria", "Maria", text));

        assertThat(proposal.text()).isEqualTo(expected);
        assertThat(proposal.toTemplate("t", "T").build().variants().getFirst().text()).isEqualTo(expected);
    }

    @Test
    void aTextMadeToBeSlowIsReadAllTheSame() {
        for (String hostile : List.of("!", "_", "a-", "1 ", "a@", "@", "+1(", "Aa ", "http://", "{{")) {
            String text = hostile.repeat(ReplyTemplate.MAX_BODY / hostile.length());
            Proposal.of(written(1, "maria", "Maria", text));
        }
    }

    // Drafts

    @Test
    void aDraftIsOfferedOnceItIsSaved() {
        ReplyTemplate template = Proposal.of(written(1, "maria", "Maria", "We are there from nine to six."))
                .toTemplate("hours", "Opening hours").examples("when are you open").build();

        replies.draft(EDITOR, template, 0);

        Request request = Request.of(EDITOR, "1", Locale.ENGLISH, "when are you open");
        assertThat(replies.offered(request)).isEmpty();
        assertThat(replies.edition(EDITOR, template.id()).withdrawn()).isTrue();
        replies.save(EDITOR, template, 1);
        assertThat(replies.suggest(request, 1)).hasSize(1);
        assertThatExceptionOfType(Replies.NotPermittedException.class)
                .isThrownBy(() -> replies.draft(Person.agent("ann"), template, 2));
        assertThatExceptionOfType(Replies.OvertakenException.class)
                .isThrownBy(() -> replies.draft(EDITOR, template, 0));
    }
}
