import gossip, { type ClusterInfo } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import features, {
  type SupportedMethods,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import type { Faults, Node } from './faults.js';

const methods = [
  ['event_store.client.streams.streams', 'read', 'position', 'events'],
  ['event_store.client.streams.streams', 'append'],
  ['event_store.client.streams.streams', 'batchappend', 'deadline_duration'],
  ['event_store.client.streams.streams', 'tombstone'],
  ['kurrentdb.protocol.v2.streams.streamsservice', 'appendsession'],
] as const;

/** What the server says it can do, in lower case as the real one says it. */
export function supportedMethods({ version, old }: Faults): SupportedMethods {
  const supported = new features.SupportedMethods();
  supported.setEventStoreServerVersion(version);
  for (const [service, name, ...more] of methods) {
    if (old && service.includes('v2')) continue;
    const method = new features.SupportedMethod();
    method.setServiceName(service);
    method.setMethodName(name);
    method.setFeaturesList([...more]);
    supported.addMethods(method);
  }
  return supported;
}

/** The nodes of the cluster, one of them the leader. */
export function members({ ports, faults }: Node): ClusterInfo {
  const info = new gossip.ClusterInfo();
  ports.forEach((port, index) => {
    const member = new gossip.MemberInfo();
    const id = new shared.UUID();
    id.setString(`00000000-0000-4000-8000-00000000000${index}`);
    member.setInstanceId(id);
    member.setTimeStamp(String(Date.now()));
    const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
    member.setState(index === faults.leader ? LEADER : FOLLOWER);
    member.setIsAlive(true);
    const endPoint = new gossip.EndPoint();
    endPoint.setAddress('127.0.0.1');
    endPoint.setPort(port);
    member.setHttpEndPoint(endPoint);
    info.addMembers(member);
  });
  return info;
}
