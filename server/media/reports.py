"""What we tell peers by RTCP on slow timers: repairs wanted, reports, how much to send."""

from dataclasses import replace

from server.media import bandwidth, rtcp
from server.media.peer import OUR_SSRC, Peer
from server.media.publication import LayerStream
from server.media.rtcp import ReceiverReport, ReportBlock
from server.media.wire import Source

MOST_BLOCKS = 31


def ask_again(peer: Peer) -> None:
    """Every few hundredths of a second: NACK what is missing, and repeat due key frame requests."""
    for stream in peer.streams:
        if stream.clock != 90000:
            continue
        if stream.arrivals.gaps:
            lost = stream.arrivals.wanted()
            if lost and stream.publication.open:
                peer.send_rtcp(rtcp.build_nack(OUR_SSRC, stream.ssrc, lost))
        if stream.starting or stream.requests.wanted:
            peer.ask_keyframe(stream)


def report(peer: Peer, now: float) -> None:
    """Every second: receiver report and REMB for what comes, sender reports for what goes."""
    cname = peer.identity.hex
    pictures = [stream for stream in peer.streams if stream.clock == 90000]
    blocks = [_with_hearers(peer, stream, stream.report_block(now)) for stream in peer.streams][:MOST_BLOCKS]
    peer.sound_lost = 0
    if pictures:
        rates = {stream.ssrc: stream.bits_per_second for stream in pictures}
        loss = bandwidth.weighed((block.fraction_lost, rates.get(block.ssrc, 0)) for block in blocks)
        peer.uplink.tick(sum(rates.values()), loss)
    elif not any(block.fraction_lost for block in blocks):
        # Chromium believes a REMB for two seconds after the first loss report it ever gets: none is spent on sound
        # that arrives well.
        blocks.clear()
    compound = rtcp.build_receiver_report(ReceiverReport(OUR_SSRC, tuple(blocks))) + rtcp.build_description(
        OUR_SSRC, cname
    )
    if {Source.CAMERA, Source.SCREEN} & peer.publications.keys():
        compound += rtcp.build_remb(OUR_SSRC, peer.uplink.bitrate, [stream.ssrc for stream in pictures])
    peer.send_rtcp(compound)
    sent = [slot.sender_report(now) for slot in peer.subscriptions.values()]
    reports = [rtcp.build_sender_report(one) for one in sent if one is not None]
    if reports:
        peer.send_rtcp(b"".join(reports) + rtcp.build_description(OUR_SSRC, cname))


def _with_hearers(peer: Peer, stream: LayerStream, block: ReportBlock) -> ReportBlock:
    """Opus adds error correction by the loss it is told; that of whoever hears it worst counts as well.

    Told twice over, because from five per cent on Opus would do without it. How much a browser sends in all it
    decides by the count of lost packets, which stays as it is.
    """
    if stream.clock == 90000:
        return block
    return replace(block, fraction_lost=min(255, 2 * max(block.fraction_lost, peer.sound_lost)))
