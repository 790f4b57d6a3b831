package old;

public class Orders {
  public Node address(String stack, String protocolType) {
    Path path = Path.of("subsystem", NAME);
    return path.append("stack", stack).append("protocol", protocolType);
  }

  public Node remove(String stack, String protocolType) {
    Node result = new Node();
    result.get("operation").set("remove");
    result.get("address").set(address(stack, protocolType));
    return result;
  }

  public Node read(String stack) {
    Node result = new Node();
    result.get("operation").set("read");
    result.get("name").set(stack);
    return result;
  }
}
