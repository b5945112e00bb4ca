package org.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.store.Deliveries.Parcel;

class FolderWayTest {
  @TempDir Path dir;
  private Path here;
  private Path folder;

  @BeforeEach
  void folders() throws Exception {
    here = dir.resolve("here");
    folder = Files.createDirectory(dir.resolve("there"));
  }

  @Test
  void bring_whole_countsItsBytes_andOnceMoreIsHarmless() throws Exception {
    Parcel parcel = Parcels.of(here, "policy-1.postern", 300_000);
    Sending sending = new Sending(parcel.octets());
    Way way = new FolderWay(folder, false);
    way.bring(parcel, sending);
    assertThat(sending.sent()).isEqualTo(300_000);
    way.bring(parcel, new Sending(parcel.octets()));
    assertThat(folder.resolve("policy-1.postern")).hasBinaryContent(Parcels.bytes(parcel));
    assertThat(folder).isDirectoryNotContaining("glob:**{.part,index}");
  }

  @Test
  void bring_folderNotThere_isNotMade() throws Exception {
    Path lost = dir.resolve("stick");
    DeliveryException e =
        Parcels.fails(new FolderWay(lost, false), Parcels.of(here, "policy-1.postern", 10));
    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(e).hasMessageContaining("Connect the share or the medium");
    assertThat(lost).doesNotExist();
  }

  @Test
  void bring_stopped_leavesNothing() throws Exception {
    Parcel parcel = Parcels.of(here, "policy-1.postern", 300_000);
    Sending sending = new Sending(parcel.octets());
    sending.stop(Reason.CANCELLED);
    assertThatThrownBy(() -> new FolderWay(folder, false).bring(parcel, sending))
        .hasMessageContaining("cancelled");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void bring_alteredHere_isNotSent() throws Exception {
    Parcel parcel = Parcels.of(here, "policy-1.postern", 10);
    Files.writeString(Path.of(parcel.file()), "0123456789");
    assertThat(Parcels.fails(new FolderWay(folder, false), parcel).reason())
        .isEqualTo(Reason.ALTERED);
    Files.delete(Path.of(parcel.file()));
    assertThat(Parcels.fails(new FolderWay(folder, false), parcel).reason())
        .isEqualTo(Reason.ALTERED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void bring_nameThatIsAPath_isRefused() throws Exception {
    Parcel good = Parcels.of(here, "policy-1.postern", 10);
    for (String name : new String[] {"../policy-1.postern", ".hidden", "a b", "", "x\n"}) {
      Parcel bad = new Parcel(good.item(), name, good.file(), good.content(), good.octets(), "");
      assertThat(Parcels.fails(new FolderWay(folder, false), bad).reason())
          .isEqualTo(Reason.SETTINGS);
    }
  }

  @Test
  void index_namesWhatIsThere_oldestFirst_withDigestAndSize() throws Exception {
    Way way = new FolderWay(folder, true);
    Parcel first = Parcels.of(here, "policy-9.postern", 20);
    Parcel next = Parcels.of(here, "policy-10.postern", 30);
    way.bring(first, new Sending(20));
    Files.setLastModifiedTime(
        folder.resolve("policy-9.postern"), FileTime.from(Instant.parse("2026-11-22T09:00:00Z")));
    Files.writeString(folder.resolve(".half.postern"), "half");
    Files.writeString(folder.resolve("index"), "garbage\nf 20 policy-9.postern\n");
    way.bring(next, new Sending(30));
    assertThat(folder.resolve("index"))
        .hasContent(
            first.content().substring(7)
                + " 20 policy-9.postern\n"
                + next.content().substring(7)
                + " 30 policy-10.postern\n");
  }

  @Test
  void tryOut_leavesNothing_andSaysWhatIsMissing() throws Exception {
    assertThat(Trial.of(Gateway.folder("relay-1.example", folder)).works()).isTrue();
    assertThat(folder).isEmptyDirectory();
    Trial lost = Trial.of(Gateway.folder("relay-1.example", dir.resolve("stick")));
    assertThat(lost.works()).isFalse();
    assertThat(lost.text()).contains("failed write").contains("Connect the share");
  }
}
